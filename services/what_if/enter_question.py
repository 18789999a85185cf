"""A question of the past as a row: the same one that nobody has answered yet is not asked twice."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.clock.legal_time import at_time, beijing_date, parse_day
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.what_if_codes import WhatIfState
from models.office.what_if import WhatIf
from services.actor import Actor
from services.unit_of_work import Unit
from services.what_if.read_ran import Question, Span

A_YEAR = timedelta(days=365)
LONGEST = timedelta(days=5 * 366)


def read_span(since: str, until: str, now: datetime, errors: dict[str, str]) -> Span:
    """The Beijing days of a form, both of them within; without them the last twelve months. Faults go to `errors` by field."""
    days = {
        name: _read_day(name, told.strip(), errors) for name, told in (("since", since), ("until", until))
    }
    first, last = days["since"], days["until"]
    end = now if last is None else min(now, at_time(last, "24:00"))
    begin = end - A_YEAR if first is None else at_time(first, "00:00")
    if (not errors and begin >= end) or (not errors and end - begin > LONGEST):
        errors["since"] = "NOT_A_SPAN"
    return Span(begin, end)


def _read_day(name: str, told: str, errors: dict[str, str]) -> date | None:
    try:
        return parse_day(told) if told else None
    except ValueError:
        errors[name] = "NOT_A_DATE"
        return None


def enter_question(asked: Question, unit: Unit, actor: Actor, *, content: str | None = None) -> str:
    """Its id, with the table that is tried; of one about the same days that still waits or is being computed, that one's."""
    candidate, span = asked.candidate, asked.span
    open_ones = unit.session.execute(
        select(WhatIf.id, WhatIf.since, WhatIf.until)
        .where(WhatIf.target == candidate.target, WhatIf.state != WhatIfState.DONE)
        .order_by(WhatIf.asked_at)
    )
    for what_if_id, *moments in open_ones:
        if [beijing_date(moment) for moment in moments] == [
            beijing_date(span.since),
            beijing_date(span.until),
        ]:
            return what_if_id
    row = WhatIf(
        id=new_id(),
        kind=candidate.kind,
        target=candidate.target,
        candidate=candidate.as_json(),
        since=span.since,
        until=span.until,
        state=WhatIfState.WAITING,
        asked_by=actor.name,
        asked_at=unit.clock.now(),
        content=content,
    )
    unit.session.add(row)
    told = {"what_if": row.id, "kind": row.kind.value, "target": row.target}
    unit.trail.add(None, "what-if.asked", told, actor)
    return row.id


def refuse(errors: dict[str, str]) -> None:
    """InvalidInput where there are any."""
    if errors:
        raise InvalidInput(errors)
