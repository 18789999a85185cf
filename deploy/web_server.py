"""The server of the pages, here and in production: processes kept by gunicorn, each behind a door of its own.

Why this one stands in docs/adr/0190-the-door-to-the-pages.md.
"""

from __future__ import annotations

import gc
import os
import resource
import tempfile
from typing import Any

from gunicorn.app.base import BaseApplication

from deploy.backup.unfinished_restore import refuse_half_restored
from deploy.door.worker import options_of
from deploy.log_setup import configure_logging
from deploy.metrics.web_metrics import prepare_folder
from deploy.server_log import ServerLog
from deploy.settings import Settings
from deploy.spool import prepare_spool
from deploy.wiring import use_office_keys

_MOST_PROCESSES = 4  # one writer at a time and an engine beside them: more would only wait
_GRACE_SECONDS = 3


class _PagesServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, settings: Settings) -> None:
        self._office = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._office.bind}:{self._office.web_port}",
            **options_of(count_processes(), _GRACE_SECONDS),
            "loglevel": "warning",
            "accesslog": None,
            "logger_class": ServerLog,
            "proc_name": "jieban-web",
            # Its signs of life are no files to wait for a slow disk with: they stay where they were.
            "worker_tmp_dir": tempfile.gettempdir(),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from deploy.wiring import build_web

        return build_web(self._office)


def serve_web(settings: Settings) -> None:
    """Serve until SIGTERM; requests under way have 3 s to end."""
    refuse_half_restored(settings.data)
    configure_logging("web")
    _allow_many_files()
    use_office_keys(settings)  # a lost key is refused here, with what to do, not in each worker
    if settings.metrics_port:
        prepare_folder(settings.data)
    server = _PagesServer(settings)
    prepare_spool(settings.data)
    try:
        server.run()
    finally:
        gc.freeze()  # as in the worker: a quick end


def count_processes() -> int:
    """One a core that this process may use, four at most."""
    return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)


def _allow_many_files() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
