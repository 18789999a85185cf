"""The workers' sign of life, as the supervisor and the pages look at it."""

from __future__ import annotations

import time
from pathlib import Path

from deploy.settings import Settings


def workers_heartbeat(settings: Settings) -> Path:
    """The file that the workers touch every second."""
    return settings.data / "run" / "workers.heartbeat"


def heartbeat_age(settings: Settings) -> float:
    """Seconds since the workers' last sign of life; infinite without one."""
    try:
        return time.time() - workers_heartbeat(settings).stat().st_mtime
    except FileNotFoundError:
        return float("inf")
