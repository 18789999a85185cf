"""The question of a window in a stage: the same for every kind of request that a stage waits for."""

from __future__ import annotations

from typing import TypedDict

from pyzeebe import Job

from services.actor import SYSTEM
from services.clocks.early_asks import EarlyAsks
from services.requests.check_window import CheckWindow, check_window
from services.requests.request_kind import RequestKind
from services.unit_of_work import UnitFactory
from workers.job_identity import identify

# Of this process: what it counts is worth nothing once the window is over.
_asks = EarlyAsks()


class CheckWindowResult(TypedDict):
    """`window_ends_at` is an ISO moment with offset."""

    is_window_over: bool
    window_ends_at: str


def check(kind: RequestKind, request_id: str, job: Job, make_unit: UnitFactory) -> CheckWindowResult:
    """Whether the stage goes on without what was asked for."""
    checked = check_window(CheckWindow(kind, request_id, identify(job)), make_unit(), SYSTEM, _asks)
    return CheckWindowResult(is_window_over=checked.is_window_over, window_ends_at=checked.window_ends_at)
