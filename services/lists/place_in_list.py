"""Where a page of a list ended, as its link tells it: the moment and the id of the last row."""

from __future__ import annotations

from datetime import UTC, datetime


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
