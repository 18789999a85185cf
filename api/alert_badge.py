"""How many alerts a supervisor has not read, beside the list's name on every page of his."""

from __future__ import annotations

from api.context import current_actor
from api.frame_unit import frame_unit
from services.alerts.list_alerts import AlertCount, count_unread


def alert_badge() -> AlertCount:
    """Asked by the frame of the page where the person may supervise."""
    return count_unread(frame_unit(), current_actor())
