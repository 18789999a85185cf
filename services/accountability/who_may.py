"""Who may do what with a record of accountability, and when: the one place that says it, for use cases and pages alike.

Four eyes are people, not roles: who opened it, linked evidence or asked the person does not decide, none of them nor who
decided decides the appeal, and nobody does anything but answer for himself in his own. Where nobody else is left, the superior
body decides the appeal, and that is put on record here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.accountability_codes import AccountabilityAct, AccountabilityState
from models.ground.codes import Role
from models.ground.errors import NotFound, NotPermitted, RuleRefused
from models.office.accountability import Accountability, AccountabilityEvidence
from services.actor import Actor, staff_id_of
from services.office.active_staff import list_active_staff
from services.unit_of_work import Unit

SUPERVISING = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
OWN_RECORD, NOT_YOURS, NEEDS_ANOTHER = "OWN_RECORD", "RECORD_OF_ANOTHER", "RECORD_NEEDS_ANOTHER"
NOT_NOW, NOT_HEARD, TOO_LATE = "RECORD_NOT_NOW", "PERSON_NOT_HEARD", "RECORD_TOO_LATE"

_State = AccountabilityState
_STATES: Mapping[AccountabilityAct, frozenset[AccountabilityState]] = {
    AccountabilityAct.ADD_EVIDENCE: frozenset({_State.OPENED, _State.HEARING}),
    AccountabilityAct.ASK: frozenset({_State.OPENED}),
    AccountabilityAct.READ: frozenset({_State.HEARING, _State.DECIDED}),
    AccountabilityAct.SAY: frozenset({_State.HEARING}),
    AccountabilityAct.DECIDE: frozenset({_State.HEARING}),
    AccountabilityAct.HAND_OVER: frozenset({_State.HEARING, _State.DECIDED}),
    AccountabilityAct.APPEAL: frozenset({_State.TOLD}),
    AccountabilityAct.DECIDE_APPEAL: frozenset({_State.APPEALED}),
}
_HIS_OWN = frozenset({AccountabilityAct.READ, AccountabilityAct.SAY, AccountabilityAct.APPEAL})


def get_record(record_id: str, unit: Unit, actor: Actor, *, for_update: bool = False) -> Accountability:
    """One that he may see: supervisors and directors all but their own, and the person his own from the notice on.

    NotFound for any other, so that nobody learns that there is one.
    """
    row = unit.session.get(Accountability, record_id, with_for_update=for_update or None)
    if row is None or not may_see(row, actor):
        raise NotFound
    return row


def may_see(row: Accountability, actor: Actor) -> bool:
    """Whether he may read it."""
    if row.person == staff_id_of(actor):
        return row.asked_at is not None
    return bool(actor.roles & SUPERVISING)


def require(act: AccountabilityAct, row: Accountability, unit: Unit, actor: Actor) -> str:
    """The login of who acts. NotPermitted for whose act it is not; RuleRefused where it is not the time for it."""
    today = beijing_date(unit.clock.now())
    if (code := _find_wrong_person(act, row, unit, actor)) is not None:
        raise NotPermitted(code=code)
    if (code := _find_wrong_time(act, row, today)) is not None:
        raise RuleRefused(code)
    return staff_id_of(actor)


def find_bar(act: AccountabilityAct, row: Accountability, unit: Unit, actor: Actor) -> str | None:
    """The code of what keeps him from it now; None where nothing does."""
    today = beijing_date(unit.clock.now())
    return _find_wrong_person(act, row, unit, actor) or _find_wrong_time(act, row, today)


def _find_wrong_person(act: AccountabilityAct, row: Accountability, unit: Unit, actor: Actor) -> str | None:
    login = staff_id_of(actor)
    if act in _HIS_OWN:
        return None if login == row.person else NOT_YOURS
    if login == row.person:
        return OWN_RECORD
    if not actor.roles & SUPERVISING:
        return NOT_YOURS
    if act is AccountabilityAct.DECIDE_APPEAL and records_for_superior(row, unit, actor):
        return None
    return NEEDS_ANOTHER if login in _list_earlier(act, row, unit) else None


def records_for_superior(row: Accountability, unit: Unit, actor: Actor) -> bool:
    """Whether all who supervise here have had a hand in it: the superior body (上级机关) decides the appeal then.

    One of them puts on record what it decided, with its paper.
    """
    earlier = _list_earlier(AccountabilityAct.DECIDE_APPEAL, row, unit)
    others = (
        person.login not in earlier | {row.person} and SUPERVISING.intersection(person.roles)
        for person in list_active_staff(unit)
    )
    return staff_id_of(actor) in earlier and not any(others)


def _list_earlier(act: AccountabilityAct, row: Accountability, unit: Unit) -> set[str | None]:
    earlier = {
        AccountabilityAct.DECIDE: {row.opened_by, row.asked_by},
        AccountabilityAct.DECIDE_APPEAL: {row.opened_by, row.asked_by, row.decided_by},
    }
    if act not in earlier:
        return set()
    own = AccountabilityEvidence.accountability_id == row.id
    return earlier[act] | set(unit.session.scalars(select(AccountabilityEvidence.by).where(own)))


def _find_wrong_time(act: AccountabilityAct, row: Accountability, today: date) -> str | None:
    if row.state not in _STATES[act]:
        return NOT_NOW
    check = _TIMES.get(act)
    return None if check is None else check(row, today)


def _when_read(row: Accountability, _: date) -> str | None:
    waits = row.asked_told_at if row.state is _State.HEARING else row.told_at
    return None if waits is None else NOT_NOW


def _when_linked(row: Accountability, _: date) -> str | None:
    """What he has not been shown when he answers is not held against him."""
    return None if row.said_at is None and row.asked_told_at is None else NOT_NOW


def _when_said(row: Accountability, today: date) -> str | None:
    if row.said_at is not None:
        return NOT_NOW
    return TOO_LATE if row.hear_until is not None and today > row.hear_until else None


def _when_decided(row: Accountability, today: date) -> str | None:
    """He was asked, knows it, and has answered or let his time go by."""
    if row.said_at is not None:
        return None
    is_over = row.asked_told_at is not None and row.hear_until is not None and today > row.hear_until
    return None if is_over else NOT_HEARD


def _when_appealed(row: Accountability, today: date) -> str | None:
    return TOO_LATE if row.appeal_until is None or today > row.appeal_until else None


_TIMES: Mapping[AccountabilityAct, Callable[[Accountability, date], str | None]] = {
    AccountabilityAct.ADD_EVIDENCE: _when_linked,
    AccountabilityAct.READ: _when_read,
    AccountabilityAct.HAND_OVER: _when_read,
    AccountabilityAct.SAY: _when_said,
    AccountabilityAct.DECIDE: _when_decided,
    AccountabilityAct.APPEAL: _when_appealed,
}
