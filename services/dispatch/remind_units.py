"""Plans reminders to units outside: when a limit or a window of theirs comes near or is over, one each."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from models.case.dispatch import Dispatch
from models.case.lifecycle import Rung
from models.case.unit_mail import UnitMail
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ground.dispatch_codes import DispatchPurpose
from services.dispatch.due_windows import list_due_windows
from services.dispatch.plan_unit_mail import DIGITS, PlannedMail, is_overtaken, plan_mail
from services.dispatch.unit_mail_words import LIMITS
from services.unit_of_work import Unit, UnitFactory

_PURPOSES = {Rung.NEAR: DispatchPurpose.UNIT_NEAR, Rung.OVER: DispatchPurpose.UNIT_OVER}
_SHEETS = (DispatchPurpose.UNIT_SHEET, DispatchPurpose.UNIT_NOTICE)
# In one commit; the next look takes the next.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class _Due:
    """`of` is what the reminder is about, a limit with `clock_id` or a window without; `sent` the mail that brought the sheet."""

    rung: Rung
    due_at: datetime
    sent: UnitMail
    complaint_id: str
    of: str
    clock_id: str | None = None


def remind_units_step(make_unit: UnitFactory) -> int:
    """How many were planned; nothing is planned twice, whoever looks. Who got no sheet by mail gets no reminder by it."""
    with make_unit().reading() as unit:
        if not any(_list_due(unit)):
            return 0
    with make_unit() as unit:
        return sum(_plan(due, unit) for due in list(_list_due(unit)))


def _list_due(unit: Unit) -> Iterator[_Due]:
    yield from _list_limits(unit)
    for rung, ends_at, mail in list_due_windows(unit):
        complaint_id = unit.session.get_one(Dispatch, mail.dispatch_id).complaint_id
        yield _Due(rung, ends_at, mail, complaint_id, of=mail.request_id)


def _list_limits(unit: Unit) -> Iterator[_Due]:
    """What was announced since the sheet left for this unit, the last of each limit, and not told yet."""
    told, told_by, sheet = aliased(UnitMail), aliased(Dispatch), aliased(Dispatch)
    is_near = and_(told_by.purpose == DispatchPurpose.UNIT_NEAR, ClockRung.rung == Rung.NEAR)
    rows = unit.session.execute(
        select(ClockRung, Clock, UnitMail)
        .join(Clock, Clock.id == ClockRung.clock_id)
        .join(UnitMail, UnitMail.request_id == Clock.subject_id)
        .join(sheet, sheet.id == UnitMail.dispatch_id)
        .where(
            sheet.purpose.in_(_SHEETS),
            ClockRung.rung.in_(_PURPOSES),
            ClockRung.announced_at >= sheet.made_at,
            ClockRung.due_at == Clock.due_at,
            Clock.stopped_at.is_(None),
            Clock.kind.in_(LIMITS),
            ~exists().where(
                told_by.id == told.dispatch_id,
                told.clock_id == Clock.id,
                told.unit_code == UnitMail.unit_code,
                or_(is_near, told_by.purpose == DispatchPurpose.UNIT_OVER),
            ),
        )
        .order_by(ClockRung.id)
        .limit(MOST_AT_ONCE)
    )
    last = {
        (clock.id, mail.unit_code): _Due(
            rung.rung, clock.due_at, mail, clock.complaint_id, clock.id, clock.id
        )
        for rung, clock, mail in rows
    }
    yield from (due for due in last.values() if not is_overtaken(due.sent, unit))


def _plan(due: _Due, unit: Unit) -> int:
    sent = due.sent
    mail = UnitMail(
        unit_code=sent.unit_code,
        request_table=sent.request_table,
        request_id=sent.request_id,
        reference=sent.reference,
        title=sent.title,
        receipt_code=sent.receipt_code,
        clock_id=due.clock_id,
        due_at=due.due_at,
    )
    subject = hashlib.sha256(f"{due.of}:{sent.unit_code}".encode()).hexdigest()[:DIGITS]
    plan_mail(PlannedMail(_PURPOSES[due.rung], subject, due.complaint_id), mail, unit)
    return 1
