"""How many messages have failed, beside the outbox's name on every page of an administrator."""

from __future__ import annotations

from api.context import current_actor
from api.frame_unit import frame_unit
from services.health.list_outbox import FailedCount, count_failed


def outbox_badge() -> FailedCount:
    """Asked by the frame of the page where the person administers."""
    return count_failed(frame_unit(), current_actor())
