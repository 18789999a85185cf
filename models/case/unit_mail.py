"""Mails to units outside about what was handed to them; when each leaves, and what became of it, says its dispatch."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText

REFERENCE_LENGTH = 60


class UnitMail(Base):
    """One mail to one unit, as it was planned, about the request with this id in `request_table`.

    `words` is what the attached sheet says, word for word; None for a mail that only tells of something. `receipt_code` is
    the code that opens it: with another one the mail is of no use any more. Where it does not stand in the mail somebody
    tells it by another way, `code_told_note` is how.
    """

    __tablename__ = "unit_mail"
    __table_args__ = (Index("ix_unit_mail_request_id", "request_id"),)

    dispatch_id: Mapped[str] = mapped_column(ForeignKey("dispatch.id"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    request_table: Mapped[str] = mapped_column(String(CODE_LENGTH))
    request_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH))
    title: Mapped[str] = mapped_column(String(CODE_LENGTH))
    words: Mapped[str | None] = mapped_column(SealedText("unit_mail:words"))
    receipt_code: Mapped[str | None] = mapped_column(SealedText("unit_mail:receipt_code"))
    # The limit that a reminder is about.
    clock_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Of the file that left with it.
    sha256: Mapped[str | None] = mapped_column(String(64))
    code_told_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    code_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    code_told_note: Mapped[str | None] = mapped_column(SealedText("unit_mail:code_told_note"))
