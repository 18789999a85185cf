"""Rooms in which the centre receives who comes by appointment."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base

LONGEST_ROOM = 80


class VisitingRoom(Base):
    """One room; `place` says how it is found. One that is closed keeps its appointments and takes no new ones."""

    __tablename__ = "visiting_room"

    id: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(LONGEST_ROOM), unique=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    is_open: Mapped[bool] = mapped_column(default=True)
