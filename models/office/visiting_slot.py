"""When each room takes appointments, week by week."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base

MOST_SEATS = 50


class VisitingSlot(Base):
    """A time of a weekday (0 is Monday), Beijing wall time `HH:MM`. It is offered on workdays only, by the work calendar.

    A Saturday or Sunday slot is therefore offered where that day is worked in exchange (调休) and never else.
    """

    __tablename__ = "visiting_slot"
    __table_args__ = (
        UniqueConstraint("room_id", "weekday", "starts"),
        CheckConstraint("capacity >= 1", name="capacity"),
    )

    id: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("visiting_room.id"))
    weekday: Mapped[int]
    starts: Mapped[str] = mapped_column(String(5))
    ends: Mapped[str] = mapped_column(String(5))
    capacity: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=True)
