"""The WSGI server of the pages: gunicorn with threads, here and in production."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from deploy.metrics.web_metrics import prepare_folder
from deploy.settings import Settings
from deploy.wiring import use_office_keys

_THREADS = 8
_GRACE_SECONDS = 3


class _PagesServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, settings: Settings) -> None:
        self._office = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._office.bind}:{self._office.web_port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": _THREADS,
            "graceful_timeout": _GRACE_SECONDS,
            "timeout": 60,
            "loglevel": "warning",
            "accesslog": None,
            "proc_name": "jieban-web",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from deploy.wiring import build_web

        return build_web(self._office)


def serve_web(settings: Settings) -> None:
    """Serve until SIGTERM; requests under way have 3 s to end."""
    use_office_keys(settings)  # a lost key is refused here, with what to do, not in each worker
    if settings.metrics_port:
        prepare_folder(settings.data)
    _PagesServer(settings).run()
