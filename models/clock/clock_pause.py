"""Pauses of a clock: from when to when it stood still, and why."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import ClockPauseReason
from models.ground.base import ID_LENGTH, Base, EnumText, UtcDateTime


class ClockPause(Base):
    """One pause; open while `ended_at` is null. `until` is the end of the window that justifies it."""

    __tablename__ = "clock_pause"
    __table_args__ = (Index("ix_clock_pause_clock_id", "clock_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clock_id: Mapped[str] = mapped_column(ForeignKey("clock.id"))
    # The request that justifies it; several may hold a clock, which runs on when the last of them ends.
    subject_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason_code: Mapped[ClockPauseReason] = mapped_column(EnumText(ClockPauseReason))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
