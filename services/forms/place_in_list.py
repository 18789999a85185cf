"""Where a page of a list ended, as its link tells it: the moment or the day, and the id, of the last row."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.forms.typed import read_day


def tell_place(at: datetime, row_id: str) -> str:
    """For the address of the next page."""
    return f"{at.isoformat()} {row_id}"


def read_place(told: str) -> tuple[datetime, str] | None:
    """What `tell_place` told; None for anything else, which is the first page."""
    moment, _, row_id = told.partition(" ")
    try:
        at = datetime.fromisoformat(moment)
        is_moment = at.tzinfo is not None and at.astimezone(UTC) is not None
    except (ValueError, OverflowError):
        return None
    return (at, row_id) if is_moment and row_id else None


def tell_day_place(day: date, row_id: str) -> str:
    """The same of a list by days."""
    return f"{day.isoformat()}_{row_id}"


def read_day_place(told: str) -> tuple[date, str] | None:
    """What `tell_day_place` told; None for anything else, which is the first page."""
    day, _, row_id = told.partition("_")
    at = read_day(day)
    return (at, row_id) if at is not None and row_id else None
