"""The state of the whole office, for people's load balancers, for alarms and for whoever asks why nothing moves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from models.ground.errors import DomainError
from services.health.clock_skew import list_skews, read_database_skew, read_engine_skew
from services.health.last_served import LastServed
from services.health.office_figures import read_office_figures
from services.health.watched_part import Look, Part, PartStatus, WatchedPart
from services.health.workers_beat import read_workers_beat
from services.ports.monitor import Monitor
from services.ports.outside import Ports
from services.unit_of_work import UnitOfWork

DATABASE, ENGINE, WORKERS, DISK = "database", "engine", "workers", "disk"
# Of the machine; down while it is off from the record, the database's or the engine's.
CLOCK = "clock"
# The engine's; down while the workers do no job there, since it is not the office's as it was left.
STORE = "store"
# The whole answer is there within a second; what needs longer is called silent and shown with its age.
ANSWER_SECONDS = 0.7
_FRESH_SECONDS = 1.0
# Below this an upload or a checkpoint may not find room.
LOW_DISK_BYTES = 256 * 1024 * 1024
# How the engine names an instance that rests after a fault of its own.
RESTING_ERROR_TYPE = "UNKNOWN"


class Readiness(StrEnum):
    """`degraded`: complaints are taken and read, and something else stands still (ADR 0189)."""

    READY = "ready"
    DEGRADED = "degraded"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class OfficeState:
    """The parts by name, each with its figures."""

    readiness: Readiness
    parts: Mapping[str, Part]


class OfficeWatch:
    """Looks at the parts beside the caller. One for a process, made after any fork."""

    def __init__(
        self, make_unit: Callable[[], UnitOfWork], monitor: Monitor, ports: Ports, heartbeat_path: Path
    ) -> None:
        """`heartbeat_path` is the workers' file; the disk that is looked at is the one it lies on."""
        self._make_unit = make_unit
        self._monitor = monitor
        self._ports = ports
        self._heartbeat_path = heartbeat_path
        looks = {
            DATABASE: self._look_at_database,
            ENGINE: self._look_at_engine,
            WORKERS: self._look_at_workers,
            DISK: self._look_at_disk,
        }
        self.served = LastServed(heartbeat_path)
        noting = self.served.noting
        self._parts = [WatchedPart(name, noting(name, look), _FRESH_SECONDS) for name, look in looks.items()]

    def read(self, seconds: float = ANSWER_SECONDS) -> OfficeState:
        """The state at present, within `seconds` whatever is frozen."""
        until = time.monotonic() + seconds
        for watched in self._parts:
            watched.begin()
        parts = {watched.name: watched.part(until) for watched in self._parts}
        parts[CLOCK] = Part(
            PartStatus.DOWN if list_skews(parts) else PartStatus.OK, parts[DATABASE].age_seconds, {}
        )
        is_strange = bool(parts[DATABASE].figures.get("strange_store"))
        parts[STORE] = Part(PartStatus.DOWN if is_strange else PartStatus.OK, parts[DATABASE].age_seconds, {})
        return OfficeState(readiness_of(parts), parts)

    def _look_at_database(self) -> Look:
        figures = asdict(read_office_figures(self._make_unit()))
        with self._make_unit().reading() as unit:
            return Look(serves=True, figures=figures | read_database_skew(unit))

    def _look_at_engine(self) -> Look:
        if not self._monitor.is_ready():
            return Look(serves=False)
        figures: dict[str, float | int | str | None] = {}
        # A cluster's searches may be away while it works.
        with suppress(DomainError):
            figures |= read_engine_skew(self._monitor.read_time(), self._ports.system_clock.now())
            resting = self._monitor.count_incidents(RESTING_ERROR_TYPE)
            figures |= {"incidents": self._monitor.count_incidents(), "resting_instances": resting}
        return Look(serves=True, figures=figures)

    def _look_at_workers(self) -> Look:
        beat = read_workers_beat(self._heartbeat_path, self._ports.system_clock.now().timestamp())
        return Look(beat.is_fresh, {"last_poll_seconds": beat.poll_age_seconds})

    def _look_at_disk(self) -> Look:
        folder = next(parent for parent in self._heartbeat_path.resolve().parents if parent.exists())
        free = shutil.disk_usage(folder).free
        return Look(free >= LOW_DISK_BYTES, {"free_bytes": free})


def readiness_of(parts: Mapping[str, Part]) -> Readiness:
    """Without the database nothing can be read or taken; without any other part complaints still are."""
    if parts[DATABASE].status is not PartStatus.OK:
        return Readiness.NOT_READY
    if all(part.status is PartStatus.OK for part in parts.values()):
        return Readiness.READY
    return Readiness.DEGRADED
