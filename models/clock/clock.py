"""Legal clocks: a row that the database owns and the diagrams ask. Arithmetic is in clock_ladder.py."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import ClockKind, Rung
from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime

WATCH_KEY_LENGTH = 80


class Clock(Base):
    """One limit of one round of one complaint. `rung` is the last one checked; lists compute it anew."""

    __tablename__ = "clock"
    __table_args__ = (
        Index("ix_clock_complaint_id", "complaint_id"),
        Index("ix_clock_stopped_at_due_at", "stopped_at", "due_at"),
        Index("ix_clock_check_at", "check_at"),
        Index("ix_clock_subject_id", "subject_id"),
        Index("ix_clock_watch_key", "watch_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"))
    kind: Mapped[ClockKind] = mapped_column(EnumText(ClockKind))
    round: Mapped[int]
    # What the limit is about where a case may have several of a kind: a request's id, an owner's limit key.
    subject_id: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    # What the diagram calls this clock when it is not the id: `<complaint_id>.<limit_key>` of an owner's limit.
    watch_key: Mapped[str | None] = mapped_column(String(WATCH_KEY_LENGTH))
    policy_id: Mapped[str] = mapped_column(ForeignKey("time_limit_policy.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The Beijing day that is not counted itself; the limit counts from the next one.
    started_on: Mapped[date]
    original_due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The moment the engine was last told to ask again; null before the first check and once stopped.
    check_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stop_reason: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    rung: Mapped[Rung] = mapped_column(EnumText(Rung), default=Rung.WITHIN)
    is_provisional: Mapped[bool] = mapped_column(default=False)
    # Whether the limit was told as one working day or less: such a clock comes near at half of its office time.
    is_short: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    # Every counted and skipped day with its reason, and each later move.
    explanation: Mapped[JsonObject] = mapped_column(JSON)
