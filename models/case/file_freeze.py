"""Freezes (冻结) of a file: whatever its term, it stays until somebody releases it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, UtcDateTime
from models.ground.keeping_codes import FreezeReason
from models.vault.sealed import SealedText

_OPEN = text("released_at IS NULL")


class FileFreeze(Base):
    """One, of one reason; a file has several where several reasons hold. `look_again_on` ends nothing by itself."""

    __tablename__ = "file_freeze"
    __table_args__ = (
        Index(
            "ix_file_freeze_open",
            "complaint_id",
            "reason",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_file_freeze_complaint_id", "complaint_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    reason: Mapped[FreezeReason] = mapped_column(EnumText(FreezeReason))
    words: Mapped[str] = mapped_column(SealedText("file_freeze:words"))
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    look_again_on: Mapped[date | None]
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    released_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    release_words: Mapped[str | None] = mapped_column(SealedText("file_freeze:release_words"))
