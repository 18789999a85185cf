"""The words by which a kind of grievance is suggested; data that an administrator edits."""

from datetime import datetime

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import Category


class CategoryWords(Base):
    """All words of one kind; a change ends the row and adds another, so that each moment has its own words."""

    __tablename__ = "category_words"
    __table_args__ = (
        Index(
            "ix_category_words_current",
            "category",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    category: Mapped[Category] = mapped_column(EnumText(Category))
    words: Mapped[list[str]] = mapped_column(JSON)
    # None for one that came with the product.
    since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    reason: Mapped[str | None] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
