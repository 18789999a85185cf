"""The office's own receiver of alerts outside; adapters/alert_webhook.py delivers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Webhook(Protocol):
    """One address that wants to know of alerts."""

    def deliver(self, delivery_id: str, told: Mapping[str, object]) -> None:
        """Give it the alert, signed; OutsideUnavailable unless it says that it has it."""
