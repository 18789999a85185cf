"""When a public form asks for a sign that a person sends it: its source has sent much, or the whole office is flooded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.ground.errors import DatabaseBusy
from models.ground.lock_or_insert import lock_or_insert
from models.office.appointment import Appointment
from models.office.office_comment import OfficeComment
from models.office.rate_limit import RateLimit
from services.actor import Actor, ActorKind
from services.attempts.rate_limit import Counted, RateRule, bucket_of, by_source, forget_some
from services.attempts.rules import (
    GUARDED_APPOINTMENTS,
    GUARDED_COMMENTS,
    GUARDED_FILINGS,
    GUARDED_RECOVERIES,
)
from services.unit_of_work import Unit, UnitOfWork

_log = structlog.get_logger()
_EVERYWHERE = "everywhere"
# A volume that is remembered is at most so many times the one from which the guard stands: when a flood is over, all of it is
# forgotten within an hour or two.
_MOST = 2
_LEAST_WORK = 1 << 16
_DOUBLED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class GuardedForm:
    """`rule`: so many an hour from one source need no sign; `flood`: so many an hour from all together.

    `known`: the rows of what was sent with an id, once each.
    """

    rule: RateRule
    flood: int
    known: type[Complaint | OfficeComment | Appointment] | None = None

    @property
    def name(self) -> str:
        """Its name in tokens, counters and the API."""
        return self.rule.name.removeprefix("guard-")


FILING = GuardedForm(GUARDED_FILINGS, 200, Complaint)
COMMENT = GuardedForm(GUARDED_COMMENTS, 100, OfficeComment)
APPOINTMENT = GuardedForm(GUARDED_APPOINTMENTS, 100, Appointment)
# Of telephones the wrong ones are counted.
RECOVERY = GuardedForm(GUARDED_RECOVERIES, 60)
GUARDED_FORMS = {form.name: form for form in (FILING, COMMENT, APPOINTMENT, RECOVERY)}


@dataclass(frozen=True, slots=True)
class Guard:
    """Whether a sign is asked for, and of how much work: twice as much for each further one of its source, up to eight times.

    `is_known`: this form was taken before and is answered as then.
    """

    is_up: bool
    work: int
    is_known: bool = False


def look_at_guard(form: GuardedForm, sending: str, actor: Actor, unit_of_work: UnitOfWork) -> Guard:
    """How it stands for this actor; never up for staff, nor for a form that was taken already: it is answered as before."""
    if actor.kind is not ActorKind.CITIZEN:
        return Guard(is_up=False, work=_LEAST_WORK)
    keys = _keys(form, actor, unit_of_work)
    with unit_of_work.reading() as unit:
        if form.known is not None and sending:
            column = form.known.submission_id
            sent = select(column).where(column == sending)
            if unit.session.scalar(sent) is not None:
                return Guard(is_up=False, work=_LEAST_WORK, is_known=True)
        found = select(RateLimit).where(RateLimit.bucket.in_([bucket_of(key) for key in keys]))
        rows = {row.bucket: row for row in unit.session.scalars(found)}
        now = unit.ports.system_clock.now()
    beyond = [_volume(rows.get(bucket_of(key)), key, now) - _limit(key) for key in keys]
    doubled = min(max(0, beyond[0]), _DOUBLED_AT_MOST)
    return Guard(any(over >= 0 for over in beyond), _LEAST_WORK << doubled)


def note_volume(form: GuardedForm, actor: Actor, unit_of_work: UnitOfWork) -> None:
    """One more of this source, and of all together; they are forgotten one by one.

    A source counts among all with what it may send without a sign, so that none alone makes a flood. What was sent is taken
    by then: where the database cannot count it, its sender gets his answer all the same.
    """
    if actor.kind is not ActorKind.CITIZEN:
        return
    try:
        with unit_of_work as unit:
            source, everywhere = _keys(form, actor, unit_of_work)
            if _count(source, unit) <= _limit(source):
                _count(everywhere, unit)
    except (DatabaseBusy, SQLAlchemyError) as error:
        _log.warning("volume_not_counted", error_type=type(error).__name__)


def _count(key: Counted, unit: Unit) -> int:
    now = unit.ports.system_clock.now()
    first = {"bucket": bucket_of(key), "window_start": now, "count": 0}
    row = lock_or_insert(unit.session, RateLimit, bucket_of(key), **first)
    forget_some(row, now, _each(key))
    row.count = min(row.count + 1, _MOST * _limit(key))
    return row.count


def _keys(form: GuardedForm, actor: Actor, unit_of_work: UnitOfWork) -> tuple[Counted, Counted]:
    everywhere = RateRule(f"{form.rule.name}-all", form.flood, form.rule.window)
    return by_source(form.rule, actor, unit_of_work), Counted(everywhere, _EVERYWHERE)


def _volume(row: RateLimit | None, key: Counted, now: datetime) -> int:
    """What is still remembered of it."""
    return max(0, row.count - (now - row.window_start) // _each(key)) if row is not None else 0


def _limit(key: Counted) -> int:
    return key.rule.limit * key.sharing


def _each(key: Counted) -> timedelta:
    return key.rule.window / _limit(key)
