"""The work calendar as rows: days that depart from Monday to Friday, published years, local overrides.

What a calendar answers is in calendar_days.py.
"""

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.case.lifecycle import DayKind
from models.ground.base import CODE_LENGTH, Base, EnumText, UtcDateTime


class WorkCalendarYear(Base):
    """One year.

    Published by the State Council's notice, or provisional (statutory days and weekends only). Whoever changes a day of
    a year counts its version up, for processes that have read it.
    """

    __tablename__ = "work_calendar_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_provisional: Mapped[bool]
    source: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    published_on: Mapped[date | None]


class WorkCalendarDay(Base):
    """A holiday or a make-up workday; every day without a row is a workday from Monday to Friday."""

    __tablename__ = "work_calendar"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(EnumText(DayKind))
    name: Mapped[str] = mapped_column(String(CODE_LENGTH))
    source: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    is_provisional: Mapped[bool]


class WorkCalendarOverride(Base):
    """The centre's own word on one day, with its reason; stands above the national calendar."""

    __tablename__ = "work_calendar_override"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(EnumText(DayKind))  # LOCAL_CLOSURE or LOCAL_WORKDAY
    reason: Mapped[str] = mapped_column(String(200))
    decided_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
