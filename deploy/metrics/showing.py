"""What workers and web show, bound to their figures; the engine's own is bound in deploy/cli/engine.py.

Only imported in the process that shows: the library chooses at its import how it keeps figures.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector

from deploy.metrics.job_metrics import JobMetrics
from deploy.metrics.office_metrics import OfficeMetrics
from deploy.metrics.serving import Shows, show_metrics
from deploy.metrics.web_metrics import WebMetrics
from deploy.settings import Settings
from engine.state.opening import STORE_FILE
from services.health.office_state import OfficeWatch
from services.health.work_figures import read_work_figures
from services.unit_of_work import UnitFactory
from workers.hardened.observer import UNOBSERVED, Observer


def show_workers(settings: Settings, watch: OfficeWatch, make_unit: UnitFactory) -> Observer:
    """Show the office's figures and those of jobs; whom the pollers tell."""
    if not settings.metrics_port:
        return UNOBSERVED
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    GCCollector(registry=registry)
    stores = {"database": settings.sqlite_file, "engine": settings.data / "engine" / STORE_FILE}
    registry.register(OfficeMetrics(watch.read, lambda: read_work_figures(make_unit()), stores))
    show_metrics(settings.metrics_port, Shows.WORKERS, registry)
    return JobMetrics(registry)


def show_web(settings: Settings) -> Callable[[str, int, float], None]:
    """Show the requests of all processes of the server; whom the pages tell."""
    metrics = WebMetrics()
    show_metrics(settings.metrics_port, Shows.WEB, WebMetrics.of_all_processes())
    return metrics.observe
