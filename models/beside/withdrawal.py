"""Wishes of a complainant to take the complaint back."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime
from models.ground.codes import RequestedSide
from models.vault.sealed import SealedText


class Withdrawal(SideRequest, Base):
    """One wish; only a confirmed one ends the handling."""

    __tablename__ = "withdrawal"

    reason: Mapped[str] = mapped_column(SealedText("withdrawal:reason"))
    requested_side: Mapped[RequestedSide] = mapped_column(EnumText(RequestedSide))
    is_confirmed: Mapped[bool | None]
    way: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    comment: Mapped[str | None] = mapped_column(SealedText("withdrawal:comment"))
    verified_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
