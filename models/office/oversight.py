"""监督授权: who from outside may read what of complaint handling from when until when, and every look that was taken."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.oversight_codes import MandateState, OversightBody, OversightPage, OversightReach
from models.vault.sealed import SealedText


class OversightMandate(Base):
    """One mandate of one person of a body. Nothing of its scope changes: another scope is another mandate.

    Of complaints received from `received_from` to `received_until` about one of `units` and one of `items`; an empty list is
    all of them. It is in force from `valid_from` to `valid_until` once `decided_by`, another than `granted_by`, confirmed it.
    """

    __tablename__ = "oversight_mandate"
    __table_args__ = (
        UniqueConstraint("submission_id"),
        UniqueConstraint("no"),
        Index("ix_oversight_mandate_staff_id", "staff_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    no: Mapped[int]
    submission_id: Mapped[str] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str] = mapped_column(String(CODE_LENGTH))
    kind: Mapped[OversightBody] = mapped_column(EnumText(OversightBody))
    body: Mapped[str] = mapped_column(SealedText("oversight_mandate:body"))
    paper_no: Mapped[str] = mapped_column(SealedText("oversight_mandate:paper_no"))
    # Any: lists of codes.
    units: Mapped[Any] = mapped_column(JSON)
    items: Mapped[Any] = mapped_column(JSON)
    received_from: Mapped[date]
    received_until: Mapped[date]
    reach: Mapped[OversightReach] = mapped_column(EnumText(OversightReach))
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    state: Mapped[MandateState] = mapped_column(EnumText(MandateState))
    granted_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(SealedText("oversight_mandate:reason"))
    ended_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OversightFile(Base):
    """By which number a mandate calls a case: the office's own number, which a complainant knows, is not shown to a body."""

    __tablename__ = "oversight_file"
    __table_args__ = (
        UniqueConstraint("mandate_id", "complaint_id"),
        Index("ix_oversight_file_complaint_id", "complaint_id"),
    )

    mandate_id: Mapped[str] = mapped_column(ForeignKey("oversight_mandate.id"), primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))


class OversightRead(Base):
    """One look of a body at a page, or a report that it took; triggers refuse UPDATE and DELETE.

    `file_no` is the mandate's number of the file that was read.
    """

    __tablename__ = "oversight_read"
    __table_args__ = (Index("ix_oversight_read_mandate_id_no", "mandate_id", "no"),)

    no: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    mandate_id: Mapped[str] = mapped_column(ForeignKey("oversight_mandate.id"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    page: Mapped[OversightPage] = mapped_column(EnumText(OversightPage))
    file_no: Mapped[int | None]
    purpose: Mapped[str | None] = mapped_column(SealedText("oversight_read:purpose"))
