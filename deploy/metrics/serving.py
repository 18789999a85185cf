"""Where a process shows its figures: `/metrics` on a port of the loopback, which the pages never share."""

from __future__ import annotations

import threading
import time
from enum import IntEnum

import structlog
from prometheus_client import CollectorRegistry, start_http_server

LOOPBACK = "127.0.0.1"
RETRY_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class Shows(IntEnum):
    """The processes, by their distance from `JIEBAN_METRICS_PORT`."""

    ENGINE = 0
    WORKERS = 1
    WEB = 2


def show_metrics(first_port: int, shows: Shows, registry: CollectorRegistry) -> None:
    """Serve them from a thread of their own; a taken port is tried again, and nothing else waits for it.

    Of several processes of the web server one has the port, and answers for all.
    """
    port = first_port + shows
    threading.Thread(target=_serve, args=(port, registry), name="metrics", daemon=True).start()


def _serve(port: int, registry: CollectorRegistry) -> None:
    is_told = False
    while True:
        try:
            start_http_server(port, LOOPBACK, registry)
            return
        except OSError:
            if not is_told:
                _log.info("metrics_port_taken", port=port)
            is_told = True
        time.sleep(RETRY_SECONDS)
