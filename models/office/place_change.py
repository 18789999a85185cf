"""What was changed of a unit, a window or a service item, and by whom: the history on its page."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.vault.sealed import SealedText


class PlaceKind(StrEnum):
    """What an office is made of, as an administrator keeps it."""

    UNIT = "unit"
    WINDOW = "window"
    ITEM = "item"


class PlaceChange(Base):
    """One field from `old` to `new`, both as people read them on that day; ADDED, CLOSED and REOPENED have neither."""

    __tablename__ = "place_change"
    __table_args__ = (Index("ix_place_change_kind_code", "kind", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[PlaceKind] = mapped_column(EnumText(PlaceKind))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    field: Mapped[str] = mapped_column(String(CODE_LENGTH))
    old: Mapped[str] = mapped_column(Text, default="")
    new: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(SealedText("place_change:reason"))
