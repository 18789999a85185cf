"""苗头预警: of something more complaints came in than its own past lets expect; a proposal to look, which a person decides."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, ID_LENGTH, Base, EnumText, JsonObject, UtcDateTime
from models.ground.wave_codes import WaveDimension, WaveState
from models.vault.sealed import SealedText

# Of the one row of `wave_watch`.
THE_WATCH = 1


class WaveAlarm(Base):
    """One wave, which grows from `begins_on` to `until` (the last Beijing day on which it was unusual).

    `seen` complaints came in on these days, `usual` are as many as its past lets expect; `unlikely` is -log10 of the chance
    of as many when it stood out most. `days` are the last days as [ISO day, seen, usual]; `also` as [dimension, code]
    what else rises by the same complaints and is no wave of its own. `raised` counts how often people were told of
    it: once, and again each time that it grew after a decision, whose number was `decided_seen`.
    """

    __tablename__ = "wave_alarm"
    __table_args__ = (
        UniqueConstraint("dimension", "code", "begins_on"),
        Index("ix_wave_alarm_state_raised_at", "state", "raised_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    dimension: Mapped[WaveDimension] = mapped_column(EnumText(WaveDimension))
    code: Mapped[str] = mapped_column(String(CODE_LENGTH))
    begins_on: Mapped[date]
    until: Mapped[date]
    seen: Mapped[int]
    usual: Mapped[float]
    unlikely: Mapped[float]
    # Any: numbers and days alone.
    days: Mapped[Any] = mapped_column(JSON)
    # Any: codes alone.
    also: Mapped[Any] = mapped_column(JSON)
    state: Mapped[WaveState] = mapped_column(EnumText(WaveState))
    raised: Mapped[int]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_seen: Mapped[int | None]
    decided_by: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Why it is dismissed, or who does what about it; below it what was said before it grew, with the days.
    words: Mapped[str | None] = mapped_column(SealedText("wave_alarm:words"))
    due_on: Mapped[date | None]


class WaveWatch(Base):
    """What the last look watched: the first day of the past, how many of each dimension, and the threshold. One row."""

    __tablename__ = "wave_watch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    since: Mapped[date | None]
    watched: Mapped[JsonObject] = mapped_column(JSON)
    threshold: Mapped[float]
    is_own_threshold: Mapped[bool]
