"""Which kinds of letters another person approves before they are frozen; data of the centre, not code."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class LetterApproval(Base):
    """What holds for one kind; a change ends the row and adds another. Without a row no letter of the kind needs it."""

    __tablename__ = "letter_approval"
    __table_args__ = (
        Index(
            "ix_letter_approval_current",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(CODE_LENGTH))
    is_needed: Mapped[bool]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str] = mapped_column(SealedText("letter_approval:reason"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
