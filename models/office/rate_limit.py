"""Counters of attempts per key and window of time, shared by all processes."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import Base, UtcDateTime


class RateLimit(Base):
    """One counter; `bucket` is a keyed digest or a short name, never a person's data."""

    __tablename__ = "rate_limit"
    __table_args__ = (Index("ix_rate_limit_window_start", "window_start"),)

    bucket: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]
