"""Counters of attempts per key and window of time, shared by all processes."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime


class RateLimit(Base):
    """One counter; `bucket` is a keyed digest or a short name, never a person's data.

    `window_start` is where the window begins, or from where attempts are forgotten where waits grow; until `open_at` nothing is
    looked at.
    `subject`: the keyed digest of the login that was tried, by which an administrator takes waits back.
    """

    __tablename__ = "rate_limit"
    __table_args__ = (
        Index("ix_rate_limit_window_start", "window_start"),
        Index("ix_rate_limit_subject", "subject", "open_at"),
    )

    bucket: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]
    open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    subject: Mapped[str | None] = mapped_column(String(64))
