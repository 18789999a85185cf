"""Days that people type into the forms of performance."""

from __future__ import annotations

from datetime import date


def read_day(text: str) -> date | None:
    """An ISO day; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
