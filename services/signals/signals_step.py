"""The workers' step: each hour the cases that something was put on record of are asked by every rule, in portions.

A portion is judged by reading alone; one short transaction writes what was found with how far the trail was read, and writes
nothing where another process was faster.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.clock.legal_time import to_beijing
from models.ground.signal_codes import SignalCode
from models.ledger.trail_event import TrailEvent
from models.office.falsification_signal import THE_WATCH, SignalWatch
from models.office.staff import Staff
from services.signals.copied_findings import Print, judge_prints, read_prints
from services.signals.count_rates import count_rates
from services.signals.keep_signals import Portion, keep_portion, keep_rates
from services.signals.looked import Looked
from services.signals.registry import RULES
from services.unit_of_work import Unit, UnitFactory

EVENTS_AT_ONCE, CASES_AT_ONCE = 1_000, 200
# What belongs together is often put on record one after the other: told first, the call noted after it.
SETTLED = timedelta(hours=2)
_log = structlog.get_logger(__name__)
# What every rule says of cases, and the prints of their findings.
Judged = tuple[list[tuple[SignalCode, Looked]], list[Print]]


@dataclass(slots=True)
class LookedAtSignals:
    """The hour of the last look of one process."""

    hour: datetime | None = None


def signals_step(
    make_unit: UnitFactory, kept: LookedAtSignals, is_ending: Callable[[], bool] = lambda: False
) -> int:
    """How many portions were kept. Within an hour of the last look it reads nothing; `is_ending` is asked between portions."""
    with make_unit().reading() as unit:
        hour = to_beijing(unit.clock.now()).replace(minute=0, second=0, microsecond=0)
    if kept.hour == hour:
        return 0
    portions = 0
    while not is_ending():
        with make_unit().reading() as unit:
            portion = read_portion(unit)
        if portion is None:
            kept.hour = hour
            break
        with make_unit() as unit:
            portions += keep_portion(portion, unit)
    if portions or kept.hour == hour:
        with make_unit().reading() as unit:
            rates = count_rates(unit)
        with make_unit() as unit:
            keep_rates(rates, unit)
    return portions


def read_portion(unit: Unit) -> Portion | None:
    """The next cases of the trail with all that the rules say of them; None where nothing is left that has settled."""
    watch = unit.session.get(SignalWatch, THE_WATCH)
    since = 0 if watch is None else watch.seq
    rows = unit.session.execute(
        select(TrailEvent.seq, TrailEvent.complaint_id, TrailEvent.at)
        .where(TrailEvent.seq > since)
        .order_by(TrailEvent.seq)
        .limit(EVENTS_AT_ONCE)
    ).all()
    cases: dict[str, None] = {}
    until, settled = since, unit.clock.now() - SETTLED
    for seq, case, at in rows:
        # No entry after one that has not settled: the place in the trail would pass that one by.
        if at > settled or (case is not None and case not in cases and len(cases) == CASES_AT_ONCE):
            break
        until = seq
        if case is not None:
            cases[case] = None
    if until == since:
        return None
    ids, (found, prints) = _judge_sound(_list_kept(list(cases), unit), unit)
    return Portion(since, until, ids, found, prints)


def _judge_sound(ids: list[str], unit: Unit) -> tuple[list[str], Judged]:
    """Those that can be judged, and what was said of them: of another nothing is written, and nothing that was is undone."""
    try:
        return ids, _judge(ids, unit)
    except SQLAlchemyError:
        raise
    except Exception:
        sound = [case for case in ids if _is_sound(case, unit)]
        # Where no case can be judged it is the rule: the trail is not read past it.
        if not sound:
            raise
    return sound, _judge(sound, unit)


def _is_sound(case: str, unit: Unit) -> bool:
    try:
        _judge([case], unit)
    except SQLAlchemyError:
        raise
    except Exception as fault:
        # One case that nobody foresaw must not keep all others of the trail from being looked at.
        _log.warning("case_not_judged", complaint_id=case, error_type=type(fault).__name__)
        return False
    return True


def _judge(ids: Sequence[str], unit: Unit) -> Judged:
    prints = read_prints(ids, unit)
    return judge_all(ids, prints, unit), prints


def judge_all(ids: Sequence[str], prints: Sequence[Print], unit: Unit) -> list[tuple[SignalCode, Looked]]:
    """What each rule says of records of people who work or worked here."""
    people = set(unit.session.scalars(select(Staff.login)))
    found: list[tuple[SignalCode, Looked]] = []
    for rule in RULES if ids else ():
        is_copied = rule.code is SignalCode.COPIED_FINDINGS
        told = judge_prints(prints, unit) if is_copied else rule.judge(ids, unit)
        found += [(rule.code, one) for one in told if one.person in people]
    return found


def _list_kept(ids: Sequence[str], unit: Unit) -> list[str]:
    """Those whose file was not destroyed: nothing of such a one can be held against anybody."""
    query = select(Complaint.id).where(Complaint.id.in_(ids), Complaint.destroyed_at.is_(None))
    return list(unit.session.scalars(query))
