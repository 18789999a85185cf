"""Requests by route, over all processes of the web server: each writes files, and whoever is asked adds them up."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.supervise.lock import make_private_folder

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# A page is slow after a second; an upload may take longer.
SECONDS = (0.05, 0.1, 0.25, 1.0, 5.0, 30.0)


def prepare_folder(data: Path) -> None:
    """Before the first process of the server: an empty folder for the figures of all. The library reads the variable once."""
    folder = data / "run" / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    os.environ[_FOLDER] = str(make_private_folder(folder))


class WebMetrics:
    """Counts what was answered. Routes are named by the application's own words, so their number is bounded."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415 - it reads the variable

        own = CollectorRegistry()
        self._answers = Counter(
            "jieban_requests", "Requests by route and class of status", ["route", "status"], registry=own
        )
        self._seconds = Histogram(
            "jieban_request_seconds", "Time to answer a request", ["route"], registry=own, buckets=SECONDS
        )
        # There before the first request, so that a rule can tell pages that nobody asks from pages that are down.
        self._answers.labels("health.livez", "2xx")

    def observe(self, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._answers.labels(route, f"{status // 100}xx").inc()
        self._seconds.labels(route).observe(seconds)

    @staticmethod
    def of_all_processes() -> CollectorRegistry:
        """What is shown."""
        from prometheus_client import CollectorRegistry, multiprocess  # noqa: PLC0415 - as above

        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types here
        return registry
