"""Days that people type into the forms of performance."""

from __future__ import annotations

from datetime import date

from models.clock.legal_time import parse_any_day


def read_day(text: str) -> date | None:
    """An ISO day; None for anything else."""
    try:
        return parse_any_day(text.strip())
    except ValueError:
        return None
