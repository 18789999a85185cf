"""How many published addresses wait to be looked at, beside the page's name for who answers for one or supervises."""

from __future__ import annotations

from dataclasses import dataclass

from api.context import current_actor
from api.frame_unit import frame_unit
from services.office.public_channels import count_stale_channels


@dataclass(frozen=True, slots=True)
class ChannelBadge:
    """As the frame of the pages shows a count."""

    number: int
    has_more: bool = False
    age: None = None


def channel_badge() -> ChannelBadge:
    """One's own, or all of them for supervisors and administrators."""
    return ChannelBadge(count_stale_channels(frame_unit(), current_actor()))
