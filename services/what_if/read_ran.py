"""The limits that ran, read case by case: by what they were told, their pauses and extensions, and what tells them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import ColumnElement, func, or_, select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from models.clock.legal_time import parse_moment
from models.clock.time_limit_policy import TimeLimitPolicy
from models.ground.what_if_codes import NotReplayed, WhatIfGroup
from services.access.restricted import is_restricted
from services.ledger.about import is_settled
from services.ledger.ledger_filter import is_to_be_ended
from services.ledger.limits import TOLD_LIMITS
from services.unit_of_work import Unit
from services.what_if.candidate import Candidate, LimitCandidate
from services.what_if.replay import MoreDays, RanClock, RealPause

_log = structlog.get_logger(__name__)

NOTHING = ""
CASES_AT_ONCE = 300
# Their days are always those of their limit, and they end with no other one. Of others that ran before the explanation of a
# limit said so, it is not known.
_NEVER_GRANTED = frozenset(
    {
        ClockKind.ACCEPTANCE,
        ClockKind.FIRST_CONTACT,
        ClockKind.RESOLVE,
        ClockKind.INVESTIGATION,
        ClockKind.FEEDBACK,
    }
)
_STAGES: Mapping[ClockKind, Stage] = {
    ClockKind.ACCEPTANCE: Stage.INTAKE,
    ClockKind.FIRST_CONTACT: Stage.INTAKE,
    ClockKind.INVESTIGATION: Stage.INVESTIGATION,
    ClockKind.RESOLVE: Stage.DISPOSAL,
    ClockKind.FEEDBACK: Stage.FEEDBACK,
    ClockKind.RETURN_VISIT: Stage.RETURN_VISIT,
}


@dataclass(frozen=True, slots=True)
class Span:
    """Limits that began from `since` to before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What would be another, and of when."""

    candidate: Candidate
    span: Span


@dataclass(frozen=True, slots=True)
class RanCase:
    """The limits of one case, and its codes by all groups but the stage, which each limit has of its own."""

    id: str
    codes: Mapping[WhatIfGroup, str]
    clocks: Sequence[RanClock]


def stage_of(kind: ClockKind) -> str:
    """The stage in which a limit ends; empty for one that stands beside them."""
    stage = _STAGES.get(kind)
    return NOTHING if stage is None else stage.value


def count_cases(question: Question, unit: Unit) -> int:
    """How many cases have such limits; files for named readers alone are in no number."""
    query = select(func.count(Clock.complaint_id.distinct()))
    return unit.session.scalar(_joined(query).where(*_that_ran(question))) or 0


def read_cases(question: Question, after: str, unit: Unit) -> list[RanCase]:
    """The next CASES_AT_ONCE behind `after`, in the order of their ids; six statements however many they are."""
    found = _joined(select(Clock.complaint_id)).where(*_that_ran(question), Clock.complaint_id > after)
    ids = list(unit.session.scalars(found.distinct().order_by(Clock.complaint_id).limit(CASES_AT_ONCE)))
    if not ids:
        return []
    clocks = read_clocks(ids, _that_ran(question), unit)
    codes = map_codes(ids, unit)
    return [RanCase(case, codes[case], clocks[case]) for case in ids]


def read_clocks(
    ids: Collection[str], conditions: Sequence[ColumnElement[bool]], unit: Unit
) -> defaultdict[str, list[RanClock]]:
    """The limits of these cases that fulfil the conditions on clock, case and limit, as they opened; three statements."""
    rows = unit.session.execute(
        _joined(select(Clock, TimeLimitPolicy))
        .where(*conditions, Clock.complaint_id.in_(ids))
        .order_by(Clock.complaint_id, Clock.opened_at, Clock.id)
    ).all()
    clock_ids = [clock.id for clock, _ in rows]
    pauses, more = _map_pauses(clock_ids, unit), _map_more(clock_ids, unit)
    clocks: defaultdict[str, list[RanClock]] = defaultdict(list)
    for clock, policy in rows:
        ran = replace(_read_ran(clock, policy), pauses=pauses[clock.id], more=more[clock.id])
        clocks[clock.complaint_id].append(ran)
    return clocks


def _joined(query: Any) -> Any:  # Any: each caller unpacks what it selects
    return query.join(Complaint, Complaint.id == Clock.complaint_id).join(
        TimeLimitPolicy, TimeLimitPolicy.id == Clock.policy_id
    )


def was_to_be_kept() -> ColumnElement[bool]:
    """As the ledger counts lateness: of what was withdrawn or merged no limit that he was told of could be kept or missed."""
    return or_(Clock.kind.not_in(TOLD_LIMITS), is_to_be_ended())


def _that_ran(question: Question) -> list[ColumnElement[bool]]:
    candidate, span = question.candidate, question.span
    conditions = [Clock.opened_at >= span.since, Clock.opened_at < span.until, ~is_restricted()]
    conditions.append(was_to_be_kept())
    if isinstance(candidate, LimitCandidate):
        has_class = (
            TimeLimitPolicy.complaint_class == candidate.complexity
            if candidate.complexity
            else TimeLimitPolicy.complaint_class.is_(None)
        )
        conditions += [TimeLimitPolicy.key == candidate.key, has_class]
    return conditions


def _read_ran(clock: Clock, policy: TimeLimitPolicy) -> RanClock:
    try:
        return _ran(clock, policy, clock.explanation)
    except Exception as fault:
        # One record that nobody foresaw must not stop its question, and all that wait behind it, for ever.
        _log.warning("limit_not_read", clock=clock.id, error_type=type(fault).__name__)
        return replace(_ran(clock, policy, {}), unknown=NotReplayed.NOT_COMPUTABLE)


# Any: as it was put on record.
def _ran(clock: Clock, policy: TimeLimitPolicy, explanation: Mapping[str, Any]) -> RanClock:
    # Explanations of early releases do not say the limit.
    told = explanation.get("limit", {})
    is_on_record = "is_granted" in told
    not_after = explanation.get("not_after")
    return RanClock(
        id=clock.id,
        kind=clock.kind,
        round=clock.round,
        key=policy.key,
        complexity="" if policy.complaint_class is None else policy.complaint_class.value,
        amount=told.get("amount", policy.amount),
        unit=told.get("unit", policy.unit),
        is_granted=told["is_granted"] if is_on_record else told.get("amount", policy.amount) != policy.amount,
        opened_at=clock.opened_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        rung=clock.rung,
        not_after=None if not_after is None else parse_moment(not_after),
        channel=explanation.get("channel"),
        unknown=None if is_on_record or clock.kind in _NEVER_GRANTED else NotReplayed.AMOUNT_UNKNOWN,
    )


def _map_pauses(ids: Collection[str], unit: Unit) -> defaultdict[str, list[RealPause]]:
    found: defaultdict[str, list[RealPause]] = defaultdict(list)
    query = select(ClockPause.clock_id, ClockPause.started_at, ClockPause.ended_at)
    for clock_id, started_at, ended_at in unit.session.execute(
        query.where(ClockPause.clock_id.in_(ids)).order_by(ClockPause.id)
    ):
        found[clock_id].append(RealPause(started_at, ended_at))
    return found


def _map_more(ids: Collection[str], unit: Unit) -> defaultdict[str, list[MoreDays]]:
    found: defaultdict[str, list[MoreDays]] = defaultdict(list)
    # The clock moved when that ended; what a letter told before was on record later.
    query = select(Extension.extended_clock_id, Extension.ended_at, Extension.amount, Extension.unit).where(
        Extension.extended_clock_id.in_(ids), Extension.is_effective, Extension.ended_at.is_not(None)
    )
    for clock_id, ended_at, amount, counted_in in unit.session.execute(query.order_by(Extension.ended_at)):
        if ended_at is not None:
            found[clock_id].append(MoreDays(ended_at, amount, counted_in))
    return found


def map_codes(ids: Collection[str], unit: Unit) -> dict[str, dict[WhatIfGroup, str]]:
    """By case its codes by all groups but the stage."""
    items: dict[str, str] = {}
    about = select(Respondent.complaint_id, Respondent.item).where(
        Respondent.complaint_id.in_(ids), Respondent.in_force(), is_settled(), Respondent.item.is_not(None)
    )
    for case, item in unit.session.execute(about.order_by(Respondent.no, Respondent.id)):
        items.setdefault(case, item or NOTHING)
    columns = (Complaint.id, Complaint.handling_unit, Complaint.channel, Complaint.identity_kind)
    return {
        case: {
            WhatIfGroup.UNIT: handling_unit or NOTHING,
            WhatIfGroup.ITEM: items.get(case, NOTHING),
            WhatIfGroup.CHANNEL: channel.value,
            WhatIfGroup.PEOPLE: people.value,
        }
        for case, handling_unit, channel, people in unit.session.execute(
            select(*columns).where(Complaint.id.in_(ids))
        )
    }
