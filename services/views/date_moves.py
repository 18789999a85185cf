"""Dates that a complainant was told and that moved by the yearly notice of holidays."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind, ClockMoveReason
from services.clocks.list_clocks import list_clocks
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class DateMove:
    """A limit, and its date before and after."""

    kind: ClockKind
    before: datetime
    after: datetime


def list_date_moves(complaint: Complaint, unit: Unit) -> tuple[DateMove, ...]:
    """Of all limits that the complainant is told, the earliest first."""
    clocks = [clock for clock in list_clocks(complaint.id, unit) if clock.kind in LEGAL_CLOCK_KINDS]
    return tuple(
        DateMove(clock.kind, datetime.fromisoformat(move["from"]), datetime.fromisoformat(move["to"]))
        for clock in clocks
        for move in clock.explanation["moves"]
        if move["reason"] == ClockMoveReason.CALENDAR
    )
