"""Who sits at which window, from when to when."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base


class RosterEntry(Base):
    """One person at one window, both days included; `weekday` 0 (Monday) to 6, null for every day."""

    __tablename__ = "roster"
    __table_args__ = (Index("ix_roster_window_valid_from", "window", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.login"))
    window: Mapped[str] = mapped_column(String(CODE_LENGTH))
    weekday: Mapped[int | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
