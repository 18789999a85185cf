"""Figures of the embedded engine's own process."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, SummaryMetricFamily
from prometheus_client.registry import Collector

from engine.runtime.figures import RuntimeFigures


class EngineMetrics(Collector):
    """Reads the runtime's figures when it is asked."""

    def __init__(self, read: Callable[[], RuntimeFigures]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """All families, at each scrape."""
        seen = self._read()
        yield SummaryMetricFamily(
            "jieban_engine_commit_seconds",
            "Commits of the store and the time they took",
            count_value=seen.commits,
            sum_value=seen.commit_seconds,
        )
        yield GaugeMetricFamily("jieban_engine_waiting", "Commands in the queue", value=seen.waiting)
        yield CounterMetricFamily(
            "jieban_engine_refused", "Commands refused with RESOURCE_EXHAUSTED", value=seen.refused
        )
        yield GaugeMetricFamily(
            "jieban_engine_late_seconds",
            "Since when the earliest timer, message or lease is due",
            value=seen.late_seconds,
        )
