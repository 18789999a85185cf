"""问责登记: what a member of staff is suspected of, by which evidence, what he said, what others decided, and his appeal."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.accountability_codes import (
    AccountabilityEvidenceKind,
    AccountabilityMeasure,
    AccountabilityState,
    AppealResult,
    SuspicionOrigin,
)
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.vault.sealed import SealedText

SUBMISSION_LENGTH = 64


class Accountability(Base):
    """One suspicion of one person (`person`). Who opened it or asked him, who decided, and who decides the appeal are three.

    He sees it from `asked_at` on. `asked_told_at` and `told_at` are when notice and decision reached him: he confirmed it, or
    it was handed over, with its proof beside. `hear_until` and `appeal_until` are the last days on which he may answer.
    """

    __tablename__ = "accountability"
    __table_args__ = (
        Index("ix_accountability_person", "person"),
        Index("ix_accountability_opened_at", "opened_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    submission_id: Mapped[str] = mapped_column(String(SUBMISSION_LENGTH), unique=True)
    person: Mapped[str] = mapped_column(String(CODE_LENGTH))
    origin: Mapped[SuspicionOrigin] = mapped_column(EnumText(SuspicionOrigin))
    state: Mapped[AccountabilityState] = mapped_column(EnumText(AccountabilityState))
    suspicion: Mapped[str] = mapped_column(SealedText("accountability:suspicion"))
    opened_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_proof: Mapped[str | None] = mapped_column(SealedText("accountability:asked_proof"))
    hear_workdays: Mapped[int | None]
    hear_until: Mapped[date | None]
    said: Mapped[str | None] = mapped_column(SealedText("accountability:said"))
    said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    measure: Mapped[AccountabilityMeasure | None] = mapped_column(EnumText(AccountabilityMeasure))
    reason: Mapped[str | None] = mapped_column(SealedText("accountability:reason"))
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_proof: Mapped[str | None] = mapped_column(SealedText("accountability:told_proof"))
    appeal_workdays: Mapped[int | None]
    appeal_until: Mapped[date | None]
    appeal: Mapped[str | None] = mapped_column(SealedText("accountability:appeal"))
    appealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    appeal_result: Mapped[AppealResult | None] = mapped_column(EnumText(AppealResult))
    appeal_measure: Mapped[AccountabilityMeasure | None] = mapped_column(EnumText(AccountabilityMeasure))
    appeal_reason: Mapped[str | None] = mapped_column(SealedText("accountability:appeal_reason"))
    appeal_decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    appeal_decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountabilityEvidence(Base):
    """One thing that is linked; `ref` is the id of a signal or a case, None for a paper; `note` says what it shows."""

    __tablename__ = "accountability_evidence"
    __table_args__ = (UniqueConstraint("accountability_id", "no"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    accountability_id: Mapped[str] = mapped_column(ForeignKey("accountability.id"))
    no: Mapped[int]
    kind: Mapped[AccountabilityEvidenceKind] = mapped_column(EnumText(AccountabilityEvidenceKind))
    ref: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    note: Mapped[str] = mapped_column(SealedText("accountability_evidence:note"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
