"""Notices and sheets of units that a mail server sent back: the limit for sending them again opens, and ends with its reason."""

from collections.abc import Sequence
from functools import partial

import structlog
from sqlalchemy import ColumnElement, or_, select

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.faults import Faults
from models.ground.ways import Way
from services.actor import Actor
from services.casefile.answer_sendings import (
    Sending,
    answer_subject,
    delivered_at,
    is_interim_overtaken,
    list_interim_sendings,
    list_review_sendings,
    list_sendings,
)
from services.casefile.get_case import get_complaint
from services.clocks.return_limit import open_return_limit
from services.dispatch.lock_dispatch import lock_with_case
from services.dispatch.needless import OVERTAKEN, find_needless
from services.dispatch.owed_notice import end_owed_notice
from services.dispatch.settle_attempt import move
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)

BATCH = 100


def owe_notice(row: Dispatch, unit: Unit) -> None:
    """Of a locked row that came back: its limit opens, once a return; what is over by now is dropped and owed by nobody."""
    needless = _find_needless(row, unit)
    if needless is not None:
        move(row, DispatchState.DROPPED, needless, unit)
        return
    if not has_limit(row, unit):
        open_return_limit(get_complaint(row.complaint_id, unit), row.id, unit)


def has_limit(row: Dispatch, unit: Unit) -> bool:
    """Whether one was opened since this mail came back."""
    asked = select(Dispatch.id).where(Dispatch.id == row.id, has_limit_since())
    return unit.session.scalars(asked).first() is not None


def has_limit_since() -> ColumnElement[bool]:
    """A limit was opened since the mail came back this time, or runs since before: what goes again is owed until it is taken."""
    return (
        select(Clock.id)
        .where(
            Clock.subject_id == Dispatch.id,
            Clock.kind == ClockKind.SEND_AGAIN,
            or_(Clock.opened_at >= Dispatch.state_at, Clock.stopped_at.is_(None)),
        )
        .exists()
    )


def drop_needless_step(make_unit: UnitFactory) -> int:
    """How many that came back tell of what is over by now: they are dropped, and their limits end. A transaction each.

    One that nobody foresaw keeps no other from it; what the first of them raised is raised at the end, and what is away at once.
    """
    dropped, last = 0, ""
    faults = Faults()
    while ids := _list_owed(last, make_unit):
        for dispatch_id in ids:
            with faults.of_one(partial(_warn, dispatch_id)):
                dropped += _drop_needless(dispatch_id, make_unit)
        last = ids[-1]
    faults.raise_first()
    return dropped


def _warn(dispatch_id: str, fault: Exception) -> None:
    _log.warning("needless_not_dropped", dispatch_id=dispatch_id, error_type=type(fault).__name__)


def _list_owed(last: str, make_unit: UnitFactory) -> Sequence[str]:
    """The next of them after this id: most stay owed, so that the first ones alone would hide the others for good."""
    owed = (
        select(Dispatch.id)
        .join(Clock, Clock.subject_id == Dispatch.id)
        .where(
            Clock.kind == ClockKind.SEND_AGAIN,
            Clock.stopped_at.is_(None),
            Dispatch.state == DispatchState.RETURNED,
            Dispatch.letter_id.is_(None),
            Dispatch.id > last,
        )
    )
    with make_unit().reading() as unit:
        return unit.session.scalars(owed.distinct().order_by(Dispatch.id).limit(BATCH)).all()


def _drop_needless(dispatch_id: str, make_unit: UnitFactory) -> bool:
    """Nothing is locked of what stays owed."""
    with make_unit().reading() as unit:
        if _find_needless(unit.session.get_one(Dispatch, dispatch_id), unit) is None:
            return False
    with make_unit() as unit:
        row = unit.session.get_one(Dispatch, dispatch_id)
        lock_with_case(row, unit)
        needless = _find_needless(row, unit) if row.state is DispatchState.RETURNED else None
        if needless is not None:
            move(row, DispatchState.DROPPED, needless, unit)
        return needless is not None


def _find_needless(row: Dispatch, unit: Unit) -> str | None:
    """Why nobody has to send it again: what it tells of is over, or its complainant has the document by another way."""
    return find_needless(row, unit) or (OVERTAKEN if _is_told(row, unit) else None)


def _is_told(row: Dispatch, unit: Unit) -> bool:
    """By a sending that counts as delivered and is more than the query code, which the notice was to lead to.

    A case that is handled anew, and an interim answer whose answer was sent, are told by what came after.
    """
    sent: Sequence[Sending] = ()
    if row.purpose is DispatchPurpose.REVIEW:
        sent = list_review_sendings(row.subject, unit)
    elif row.purpose in {DispatchPurpose.ANSWER, DispatchPurpose.INTERIM_ANSWER}:
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        if row.purpose is DispatchPurpose.INTERIM_ANSWER:
            if is_interim_overtaken(row.subject, complaint, unit):
                return True
            sent = list_interim_sendings(row.subject, unit)
        elif row.subject != answer_subject(complaint.round):
            return True
        else:
            sent = list_sendings(complaint.id, complaint.round, unit)
    return any(set(one.ways) - {Way.QUERY_CODE.value} and delivered_at(one) is not None for one in sent)


def settle_notice(about: tuple[DispatchPurpose, str], complaint_id: str, unit: Unit, actor: Actor) -> None:
    """The document went again by a way that reaches: the notice of it that came back is told by that, and waits for nobody."""
    purpose, subject = about
    back = select(Dispatch).where(
        Dispatch.complaint_id == complaint_id,
        Dispatch.purpose == purpose,
        Dispatch.subject == subject,
        Dispatch.state == DispatchState.RETURNED,
        Dispatch.letter_id.is_(None),
    )
    for row in unit.session.scalars(back.with_for_update()):
        row.state, row.state_at, row.settled_by = DispatchState.TOLD, unit.clock.now(), actor.name
        told = {"purpose": purpose.value, "way": row.way.value, "before": DispatchState.RETURNED.value}
        unit.trail.add(complaint_id, "dispatch.settled_told", told, actor)
        end_owed_notice(row, unit)
