"""The tree of causes (原因树) as the office keeps it: five roots that are fixed, and below each its own causes by version."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.cause_codes import CauseRoot

NAME_LENGTH = 30
ENGLISH_LENGTH = 60


class Cause(Base):
    """One wording of one cause; a change ends the row and adds another of the same `code`, which stays under its root.

    None in `since` came with the product. A cause is never deleted: one that `is_retired` is offered no more, and what was
    coded by it keeps it.
    """

    __tablename__ = "cause"
    __table_args__ = (
        Index(
            "ix_cause_current",
            "code",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    root: Mapped[CauseRoot] = mapped_column(EnumText(CauseRoot))
    name_zh: Mapped[str] = mapped_column(String(NAME_LENGTH))
    name_en: Mapped[str] = mapped_column(String(ENGLISH_LENGTH))
    # When it is meant, for who codes.
    means: Mapped[str] = mapped_column(Text)
    is_retired: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
