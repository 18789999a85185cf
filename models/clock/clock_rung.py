"""Rungs that a clock has reached: each is announced once for one due moment."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import Rung
from models.ground.base import KEY_LENGTH, Base, EnumText, UtcDateTime


class ClockRung(Base):
    """One rung reached for one due moment, with the job that announced it; the job's answer is in the inbox.

    Two marks: announced once, by whoever came first; thrown at most once, by the job of a watch in a diagram.
    """

    __tablename__ = "clock_rung"
    __table_args__ = (
        UniqueConstraint("clock_id", "rung", "due_at"),
        Index("ix_clock_rung_job_key", "job_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clock_id: Mapped[str] = mapped_column(ForeignKey("clock.id"))
    rung: Mapped[Rung] = mapped_column(EnumText(Rung))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reached_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Null for a rung that was passed between two checks and only recorded.
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Null while no watch of a diagram has thrown its escalation.
    thrown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    was_passed: Mapped[bool]
    # Null for a rung that the sweep found and no watch has thrown.
    job_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
