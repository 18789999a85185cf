"""The sendings of an interim answer, as those of an answer: by which ways and when, its return or the proof of its delivery."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class InterimSending(Base):
    """One sending of an interim answer; `attempt` counts from 1. `returned_on` stays where it proves delivered after all."""

    __tablename__ = "interim_sending"
    __table_args__ = (
        UniqueConstraint("interim_answer_id", "attempt"),
        Index("ix_interim_sending_mail_no", "mail_no"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), index=True)
    interim_answer_id: Mapped[str] = mapped_column(ForeignKey("interim_answer.id"))
    attempt: Mapped[int]
    ways: Mapped[list[str]] = mapped_column(JSON, default=list)
    mail_no: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    # Why it shows at the query code alone although the complainant wished another way.
    other_way_reason: Mapped[str | None] = mapped_column(SealedText("interim_sending:other_way_reason"))
    returned_on: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(SealedText("interim_sending:return_reason"))
    returned_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    delivered_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(SealedText("interim_sending:proof"))
    delivered_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
