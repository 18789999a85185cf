"""A second person releases an example inside or sends it back, a third opens it to everybody; it may be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete

from models.case.case_example import ExampleSource
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.example_codes import ExampleDecision, ExampleState
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.examples.check import check_words, list_unsettled
from services.examples.sight import (
    DECIDERS,
    EXAMPLE_MOVED,
    FOUR_EYES,
    AtWork,
    find_source,
    get_at_work,
    get_example,
    get_version,
    list_hands,
)
from services.examples.write_example import MARKED
from services.forms.decision_form import DecisionForm
from services.forms.typed import read_words
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
_FORM = DecisionForm(ExampleDecision, ExampleDecision.RETURN, "reason", LONGEST_REASON)


@dataclass(frozen=True, slots=True)
class DecideExample:
    """As the form has it; `seen` is the number of the version that stood on the page."""

    example_id: str
    seen: str
    decision: str
    reason: str


def decide_example(command: DecideExample, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By a supervisor or the director who had no hand in it nor in the case (NotPermitted(FOUR_EYES)); checked anew.

    InvalidInput on `decision`, on `reason` where it is sent back, on `marked`; Conflict(EXAMPLE_MOVED). As `get_at_work`.
    """
    login = require_role(actor, *DECIDERS)
    decision, reason = _FORM.read(command.decision, command.reason)
    checked = _check(command.example_id, unit_of_work, actor)
    with unit_of_work as unit:
        work = get_at_work(command.example_id, unit, actor, for_update=True)
        row = work.row
        if decision is ExampleDecision.RELEASE and _is_done(work, command.seen, login):
            return
        if row.state is not ExampleState.PROPOSED or not command.seen == str(row.version_no) == str(
            checked.no
        ):
            raise Conflict(code=EXAMPLE_MOVED)
        if login in list_hands(work, unit):
            raise NotPermitted(code=FOUR_EYES)
        payload = {"example": row.id, "version": row.version_no}
        if decision is ExampleDecision.RETURN:
            row.state, row.returned_words, row.returned_by = ExampleState.DRAFT, reason, login
            unit.trail.add(None, "example.returned", payload, actor)
            return
        if checked.is_marked:
            raise InvalidInput({MARKED: "STILL_MARKED"})
        row.state, row.released_no = ExampleState.RELEASED, row.version_no
        row.released_by, row.released_at = login, unit.clock.now()
        unit.trail.add(None, "example.released", payload, actor)


def open_to_everybody(example_id: str, seen: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The released version is read by everybody; by somebody else than who released it and than those above.

    `seen` is the number of the released version. NotPermitted(FOUR_EYES), Conflict(EXAMPLE_MOVED), InvalidInput on `marked`.
    """
    login = require_role(actor, *DECIDERS)
    checked = _check(example_id, unit_of_work, actor)
    with unit_of_work as unit:
        work = get_at_work(example_id, unit, actor, for_update=True)
        row = work.row
        if row.public_no == row.released_no and row.public_by == login and seen == str(row.public_no):
            return
        is_released = row.state is ExampleState.RELEASED and row.public_no != row.released_no
        if not is_released or not seen == str(row.released_no) == str(checked.no):
            raise Conflict(code=EXAMPLE_MOVED)
        if login == row.released_by or login in list_hands(work, unit):
            raise NotPermitted(code=FOUR_EYES)
        if checked.is_marked:
            raise InvalidInput({MARKED: "STILL_MARKED"})
        row.public_no, row.public_by, row.public_at = row.released_no, login, unit.clock.now()
        unit.trail.add(None, "example.opened_to_all", {"example": row.id, "version": row.public_no}, actor)


def withdraw_example(example_id: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """From now on nobody reads it but who decides; its case may become an example anew. InvalidInput on `withdrawal`.

    By a supervisor or the director, of a draft that was never released also by who opened it; NotFound for whom its case is not.
    """
    words, fault = read_words(reason, LONGEST_REASON)
    if fault:
        raise InvalidInput({"withdrawal": fault})
    with unit_of_work as unit:
        row = get_example(example_id, unit, for_update=True)
        is_own_draft = row.released_no is None and row.opened_by == actor.staff_id
        login = row.opened_by if is_own_draft else require_role(actor, *DECIDERS)
        if row.state is ExampleState.WITHDRAWN:
            if row.withdrawn_by == login:
                return
            raise Conflict(code=EXAMPLE_MOVED)
        _require_sight(example_id, unit, actor, is_released=row.released_no is not None)
        row.state, row.withdrawn_words = ExampleState.WITHDRAWN, words
        row.withdrawn_by, row.withdrawn_at = login, unit.clock.now()
        unit.session.execute(delete(ExampleSource).where(ExampleSource.example_id == row.id))
        unit.trail.add(None, "example.withdrawn", {"example": row.id}, actor)


@dataclass(frozen=True, slots=True)
class _Checked:
    """The version whose words were looked through, and whether something in it is still marked."""

    no: int
    is_marked: bool


def _check(example_id: str, unit_of_work: UnitOfWork, actor: Actor) -> _Checked:
    """Outside of the transaction that decides: the vault is asked for every word."""
    with unit_of_work.reading() as unit:
        work = get_at_work(example_id, unit, actor)
        version = get_version(work.row, work.row.version_no, unit)
        marks = check_words(version.parts, work.complaint, unit, is_for_decision=True)
        return _Checked(version.no, bool(list_unsettled(marks, version.confirmed)))


def _is_done(work: AtWork, seen: str, login: str) -> bool:
    """Whether this very decision was put on record before: a form that is sent twice."""
    row = work.row
    return row.state is ExampleState.RELEASED and row.released_by == login and seen == str(row.released_no)


def _require_sight(example_id: str, unit: Unit, actor: Actor, *, is_released: bool) -> None:
    """A draft is for who may read the case; a released one whose case is destroyed is for all who decide."""
    source = find_source(example_id, unit)
    if source is None and is_released:
        return
    if source is None or not may_read_case(source, unit, actor):
        raise NotFound
