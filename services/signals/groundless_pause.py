"""Limits that stood still without a request behind it, or just as long as it took to come over the day.

Lawful: a pause whose request was answered; one that began earlier or ended later than that, whatever became of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.ground.signal_codes import SignalCode
from services.requests.kinds import KINDS
from services.signals.looked import Evidence, Looked, SignalRule
from services.unit_of_work import Unit

# A working day before, and the weekend after.
JUST_BEFORE, JUST_AFTER = timedelta(days=1), timedelta(days=3)
Ground = tuple[str, RequestState]


def judge(ids: Sequence[str], unit: Unit) -> Iterator[Looked]:
    """Each pause of a clock of these cases."""
    rows = unit.session.execute(
        select(ClockPause, Clock, Complaint.handler_id)
        .join(Clock, Clock.id == ClockPause.clock_id)
        .join(Complaint, Complaint.id == Clock.complaint_id)
        .where(Clock.complaint_id.in_(ids))
        .order_by(ClockPause.id)
    ).all()
    grounds, extended = _map_grounds(ids, unit), _map_extended(ids, unit)
    seen: Counter[str] = Counter()
    for pause, clock, handler in rows:
        ground = grounds.get(pause.subject_id or "")
        person = ground[0] if ground is not None else handler
        seen[clock.id] += 1
        if person is None:
            continue
        found: tuple[Evidence, ...] = ()
        if ground is None:
            found = (Evidence("paused", pause.started_at), Evidence("no_request"))
        # After an earlier pause the day of the time is not known: it moved by what stood still.
        elif ground[1] is not RequestState.ANSWERED and seen[clock.id] == 1:
            found = _find_bridge(pause, _due_at_start(pause, clock, extended))
        yield Looked(clock.complaint_id, f"p{pause.id}", person, pause.started_at, found)


def _find_bridge(pause: ClockPause, due_at: datetime) -> tuple[Evidence, ...]:
    if pause.ended_at is None or not (
        due_at - JUST_BEFORE <= pause.started_at <= due_at <= pause.ended_at <= due_at + JUST_AFTER
    ):
        return ()
    return (
        Evidence("paused", pause.started_at, pause.subject_id),
        Evidence("was_due", due_at),
        Evidence("resumed_unanswered", pause.ended_at),
    )


def _due_at_start(
    pause: ClockPause, clock: Clock, extended: Mapping[str, list[tuple[datetime, datetime]]]
) -> datetime:
    moved = [due for at, due in extended.get(clock.id, []) if at <= pause.started_at]
    return max([clock.original_due_at, *moved])


def _map_grounds(ids: Sequence[str], unit: Unit) -> dict[str, Ground]:
    found: dict[str, Ground] = {}
    for table in {kind.table for kind in KINDS.values()}:
        for row, by, state in unit.session.execute(
            select(table.id, table.requested_by, table.state).where(table.complaint_id.in_(ids))
        ):
            found[row] = (by, state)
    return found


def _map_extended(ids: Sequence[str], unit: Unit) -> dict[str, list[tuple[datetime, datetime]]]:
    """By clock when it moved and to which day; he may have been told by a letter that left before."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    for clock, at, due in unit.session.execute(
        select(Extension.extended_clock_id, Extension.ended_at, Extension.new_due_at).where(
            Extension.complaint_id.in_(ids), Extension.is_effective, Extension.new_due_at.is_not(None)
        )
    ):
        if at is not None and due is not None:
            found.setdefault(clock, []).append((at, due))
    return found


RULE = SignalRule(SignalCode.GROUNDLESS_PAUSE, judge)
