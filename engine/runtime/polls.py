"""Long polls that wait for jobs of a type."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Polls:
    """Wakes every poll of a type when a job of it became activatable."""

    def __init__(self) -> None:
        self._by_type: dict[str, dict[asyncio.Event, None]] = {}
        self.is_closed = False

    @contextmanager
    def waiting_for(self, job_type: str) -> Iterator[asyncio.Event]:
        """An event that news of the type sets; listed before the first look, so that none is missed."""
        event = asyncio.Event()
        self._by_type.setdefault(job_type, {})[event] = None
        try:
            yield event
        finally:
            events = self._by_type[job_type]
            del events[event]
            if not events:
                del self._by_type[job_type]

    def wake(self, job_types: Iterable[str]) -> None:
        """Let the polls of these types look again, longest waiting first."""
        for job_type in job_types:
            for event in self._by_type.get(job_type, ()):
                event.set()

    def close(self) -> None:
        """Let every poll end now, empty-handed."""
        self.is_closed = True
        self.wake(list(self._by_type))
