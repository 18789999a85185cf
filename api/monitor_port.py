"""What the monitor pages ask of the process engine; adapters/camunda_monitor.py answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol


class InstanceView(Protocol):
    """One process instance; see the attributes of the adapter's view."""

    @property
    def key(self) -> str: ...
    @property
    def process_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def has_incident(self) -> bool: ...


class Monitor(Protocol):
    """Reads for people who watch processes, and the retry of an incident; OutsideUnavailable when it is away."""

    def is_ready(self) -> bool:
        """Whether the engine answers that it can work."""
