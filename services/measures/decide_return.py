"""What becomes of a measure that came back: it is carried out again, otherwise than before, or given up; both with a reason.

Another target holds from then on, never for what was judged, and only with that reason on record. Where the figures could not
tell, it may be compared with another group or counted by another basis: whoever chose the group that shows most would close
what did not work, so that this is for nobody whose figures said something.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from bpmn.pages import MEASURE_RETURN_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.measure_codes import MeasureBasis, MeasureOthers, MeasureState, MeasureTurn
from models.office.measure import Measure, MeasureReturn
from services.actor import Actor, require_role
from services.measures.carry_out import MEASURE_MOVED
from services.measures.compared_with import check_compared
from services.measures.count_effect import subject_of
from services.measures.last_check import came_back_untold
from services.measures.open_measure import LONGEST_WORDS, check_due, read_target
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task, find_task


@dataclass(frozen=True, slots=True)
class DecideReturn:
    """As the form has it; `round` is that of the page. `target`, `others` and `basis` empty: as before."""

    measure_id: str
    round: str
    decision: str
    reason: str
    due_on: str = ""
    target: str = ""
    others: str = ""
    basis: str = ""


def decide_return(command: DecideReturn, unit_of_work: UnitOfWork, actor: Actor) -> MeasureTurn:
    """Once; sent again it is the same. The task ends with it.

    InvalidInput by field, Conflict(MEASURE_MOVED) where it did not come back or came back again since.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        measure = unit.session.get(Measure, command.measure_id, with_for_update=True)
        if measure is None:
            raise NotFound
        turn = _check(command, beijing_date(unit.clock.now()))
        if _is_repeat(command, turn, login, unit):
            return turn
        is_asked = find_task(MEASURE_RETURN_PAGE, measure.id, unit) is not None
        is_seen = command.round == str(measure.round)
        if measure.state is not MeasureState.CAME_BACK or not is_asked or not is_seen:
            raise Conflict(code=MEASURE_MOVED)
        _check_compared(command, turn, measure, unit)
        row = _note(command, turn, measure, unit)
        row.by, row.at = login, unit.clock.now()
        unit.session.add(row)
        _move(command, row, measure, unit)
        payload = {"measure": measure.id, "round": measure.round, "decision": turn.value}
        payload |= {"target": measure.target, "others": measure.others.value, "basis": measure.basis.value}
        unit.trail.add(None, "measure.returned", payload, actor)
        end_task(MEASURE_RETURN_PAGE, measure.id, unit, variables={"decision": turn.value})
        return turn


def _check(command: DecideReturn, today: date) -> MeasureTurn:
    reason, errors = command.reason.strip(), {}
    if command.decision not in set(MeasureTurn):
        errors["decision"] = "REQUIRED"
    if not 1 <= len(reason) <= LONGEST_WORDS:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if command.decision == MeasureTurn.AGAIN:
        fault = check_due(command.due_on, today)
        if fault:
            errors["due_on"] = fault
        if command.target.strip() and read_target(command.target) is None:
            errors["target"] = "NOT_A_NUMBER"
    if errors:
        raise InvalidInput(errors)
    return MeasureTurn(command.decision)


def _check_compared(command: DecideReturn, turn: MeasureTurn, measure: Measure, unit: Unit) -> None:
    """InvalidInput by field; what is given up is compared with nothing more."""
    if turn is MeasureTurn.GIVE_UP:
        return
    others, basis = command.others or measure.others.value, command.basis or measure.basis.value
    asked = {"others": (others, MeasureOthers), "basis": (basis, MeasureBasis)}
    errors = {name: "NOT_AN_OPTION" for name, (code, codes) in asked.items() if code not in set(codes)}
    errors = errors or check_compared(others, basis, subject_of(measure))
    changed = [name for name, (code, _) in asked.items() if code != getattr(measure, name).value]
    if changed and not came_back_untold(measure, unit):
        errors |= dict.fromkeys(changed, "NOT_AN_OPTION")
    if "basis" in changed and not command.target.strip():
        # A rate by working days is none by transactions.
        errors["target"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _is_repeat(command: DecideReturn, turn: MeasureTurn, login: str, unit: Unit) -> bool:
    query = select(MeasureReturn).where(MeasureReturn.measure_id == command.measure_id)
    return any(
        (str(row.round), row.decision, row.by, row.reason)
        == (command.round, turn, login, command.reason.strip())
        for row in unit.session.scalars(query)
    )


def _note(command: DecideReturn, turn: MeasureTurn, measure: Measure, unit: Unit) -> MeasureReturn:
    """The row, still to be signed; a new target, group and basis hold from then on."""
    last = select(func.max(MeasureReturn.no)).where(MeasureReturn.measure_id == measure.id)
    row = MeasureReturn(id=new_id(), measure_id=measure.id, round=measure.round, decision=turn)
    row.no, row.reason = (unit.session.scalar(last) or 0) + 1, command.reason.strip()
    told = read_target(command.target) if turn is MeasureTurn.AGAIN else None
    row.target_before, row.target = measure.target, measure.target if told is None else told
    measure.target = row.target
    row.others_before, row.basis_before = measure.others, measure.basis
    if turn is MeasureTurn.AGAIN:
        measure.others = MeasureOthers(command.others or measure.others)
        measure.basis = MeasureBasis(command.basis or measure.basis)
    row.others, row.basis = measure.others, measure.basis
    return row


def _move(command: DecideReturn, row: MeasureReturn, measure: Measure, unit: Unit) -> None:
    if row.decision is MeasureTurn.GIVE_UP:
        measure.state, measure.ended_at = MeasureState.GIVEN_UP, unit.clock.now()
        return
    measure.state, measure.due_on = MeasureState.TO_CARRY_OUT, date.fromisoformat(command.due_on.strip())
    measure.round, measure.reminded_at = measure.round + 1, None
    if (row.others, row.basis) != (row.others_before, row.basis_before):
        # It was watched already, and a later year would hold the very days on which it worked: the same days are judged anew
        # as soon as it is verified that it still holds.
        return
    measure.waits, measure.verified_on, measure.judged_from = 0, None, None
