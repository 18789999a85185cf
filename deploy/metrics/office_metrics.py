"""Figures of the whole office, which the workers show: what `/readyz` tells, and what stands to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from services.health.office_state import OfficeState
from services.health.watched_part import PartStatus
from services.health.work_figures import WorkFigures

# The figures of /readyz by their names there.
OF_THE_STATE: Mapping[str, tuple[str, str]] = {
    "unsent": ("jieban_outbox_unsent", "Messages that are still to be told to the engine"),
    "oldest_unsent_seconds": ("jieban_outbox_oldest_seconds", "Age of the oldest of them"),
    "held": ("jieban_outbox_held", "Messages that wait for a person"),
    "cases_without_run": (
        "jieban_cases_without_run",
        "Cases on file for a minute that no process has taken up",
    ),
    "late_limits": ("jieban_limits_late", "Limits that should have been looked at a minute ago"),
    "last_poll_seconds": ("jieban_jobs_last_poll_seconds", "Since when some kind of job was not asked for"),
    "incidents": ("jieban_incidents", "Incidents of the engine that wait for a person"),
    "resting_instances": (
        "jieban_resting_instances",
        "Instances that the engine could not go on with",
    ),
    "free_bytes": ("jieban_disk_free_bytes", "Room on the disk of the data folder"),
    "clock_behind_record_seconds": (
        "jieban_clock_behind_record_seconds",
        "How long before the last event on record the clock stands",
    ),
    "clock_off_database_seconds": (
        "jieban_clock_off_database_seconds",
        "How far the clock is ahead of the database's",
    ),
    "clock_off_engine_seconds": ("jieban_clock_off_engine_seconds", "How far it is ahead of the engine's"),
}
LOOK_SECONDS = 5.0


class OfficeMetrics(Collector):
    """Reads when it is asked; what cannot be read is left out, and `jieban_part_up` says of which part."""

    def __init__(
        self,
        read_state: Callable[[float], OfficeState],
        read_work: Callable[[], WorkFigures],
        stores: Mapping[str, Path],
    ) -> None:
        self._read_state = read_state
        self._read_work = read_work
        self._stores = stores

    def collect(self) -> Iterable[Metric]:
        """All families, at each scrape."""
        state = self._read_state(LOOK_SECONDS)
        parts = GaugeMetricFamily("jieban_part_up", "1 while the part serves", labels=["part"])
        for name, part in state.parts.items():
            parts.add_metric([name], float(part.status is PartStatus.OK))
        yield parts
        figures = {name: value for part in state.parts.values() for name, value in part.figures.items()}
        for name, (metric, told) in OF_THE_STATE.items():
            value = figures.get(name)
            if name == "oldest_unsent_seconds" and value is None and "unsent" in figures:
                value = 0.0
            if isinstance(value, int | float):
                yield GaugeMetricFamily(metric, told, value=value)
        yield from self._work(state)
        yield self._sizes()

    def _work(self, state: OfficeState) -> Iterable[Metric]:
        if state.parts["database"].status is not PartStatus.OK:
            return
        work = self._read_work()
        tasks = GaugeMetricFamily(
            "jieban_open_tasks", "Open tasks by the stage of their case", labels=["stage"]
        )
        for stage, count in work.open_tasks.items():
            tasks.add_metric([stage], count)
        yield tasks
        overdue = GaugeMetricFamily("jieban_limits_overdue", "Running limits past their day", labels=["kind"])
        for kind, count in work.overdue.items():
            overdue.add_metric([kind], count)
        yield overdue

    def _sizes(self) -> Metric:
        sizes = GaugeMetricFamily("jieban_store_bytes", "Size of a store's file", labels=["store"])
        for name, path in self._stores.items():
            if path.exists():
                sizes.add_metric([name], path.stat().st_size)
        return sizes
