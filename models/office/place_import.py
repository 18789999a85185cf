"""Tables of units, windows and items that an administrator uploaded to look at before they are taken over."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedJson


class PlaceImport(Base):
    """One upload: its cells by sheet and row, and when it was taken over; that happens once."""

    __tablename__ = "place_import"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sheets: Mapped[list[Any]] = mapped_column(SealedJson("place_import:sheets"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
