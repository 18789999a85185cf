"""Requests of the toy kind: somebody is asked for a toy."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.beside.side_request import SideRequest
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, UtcDateTime


class ToyRequest(SideRequest, Base):
    """One toy that was asked for."""

    __tablename__ = "toy_request"

    colour: Mapped[str] = mapped_column(String(CODE_LENGTH))
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    own_clock_id: Mapped[str | None] = mapped_column("clock_id", String(ID_LENGTH))
