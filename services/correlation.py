"""One id from a request to the messages that it leaves, the jobs that follow and the lines of every log (ADR 0193)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# As proxies make them; any other text could hold what a person typed.
_WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def new_correlation() -> str:
    """An id that nothing else has: 32 hex digits."""
    return uuid.uuid4().hex


def read_correlation(text: str | None) -> str | None:
    """The id that a proxy gave, as 32 hex digits; None for anything but 32 hex digits or a UUID."""
    if text is None or not _WELL_FORMED.fullmatch(text):
        return None
    return text.replace("-", "").lower()


def current_correlation() -> str | None:
    """The id under which this thread works."""
    return _current.get()


@contextmanager
def correlated(correlation_id: str | None) -> Iterator[None]:
    """Work under this id; what is told and logged meanwhile carries it."""
    token = _current.set(correlation_id)
    try:
        yield
    finally:
        _current.reset(token)
