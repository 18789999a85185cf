"""What the centre issues to a respondent of whom something was said that is not true (澄清说明)."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson, SealedText


class SupportNote(Base):
    """One note with its number; `staff_id` is the person, None for the unit. It holds until a later decision finds otherwise."""

    __tablename__ = "support_note"
    __table_args__ = (UniqueConstraint("complaint_id", "no"), Index("ix_support_note_unit_code", "unit_code"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    no: Mapped[int]
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    staff_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    told_finding_id: Mapped[str] = mapped_column(ForeignKey("told_finding.id"))
    matter_nos: Mapped[list[int]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(SealedText("support_note:text"))
    # Words about third persons that stand in it, each with its reason; None where nobody was asked.
    left_standing: Mapped[list[dict[str, str]] | None] = mapped_column(
        SealedJson("support_note:left_standing")
    )
    issued_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
