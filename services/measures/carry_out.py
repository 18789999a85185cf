"""The owner of a measure says what was done and by what it can be seen; another person looks at it then."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from bpmn.pages import MEASURE_PAGE
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure, MeasureProof
from services.actor import Actor, require_role
from services.measures.open_measure import LONGEST_WORDS, is_sending
from services.measures.owners import ASKED, is_owner
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task, find_task

MEASURE_MOVED = "MEASURE_MOVED"


@dataclass(frozen=True, slots=True)
class CarryOut:
    """As the form has it; `sending` is the id of the form. `evidence` names a file, a notice, a version: where it can be seen."""

    measure_id: str
    sending: str
    done: str
    evidence: str


def carry_out(command: CarryOut, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same. By somebody of the owner unit whom the task asks; the task ends with it.

    NotFound for whoever is not of that unit, InvalidInput by field, Conflict(MEASURE_MOVED) where it does not wait for this.
    """
    login = require_role(actor, *ASKED)
    done, evidence = _check(command)
    with unit_of_work as unit:
        measure = unit.session.get(Measure, command.measure_id, with_for_update=True)
        if measure is None or not is_owner(login, measure.owner_unit, unit):
            raise NotFound
        if unit.session.get(MeasureProof, command.sending) is not None:
            return
        if (
            measure.state is not MeasureState.TO_CARRY_OUT
            or find_task(MEASURE_PAGE, measure.id, unit) is None
        ):
            raise Conflict(code=MEASURE_MOVED)
        last = select(func.max(MeasureProof.no)).where(MeasureProof.measure_id == measure.id)
        sending = command.sending if is_sending(command.sending) else new_id()
        proof = MeasureProof(id=sending, measure_id=measure.id, round=measure.round)
        proof.no, proof.done, proof.evidence = (unit.session.scalar(last) or 0) + 1, done, evidence
        proof.by, proof.at = login, unit.clock.now()
        unit.session.add(proof)
        measure.state = MeasureState.TO_VERIFY
        unit.trail.add(None, "measure.carried_out", {"measure": measure.id, "proof": proof.no}, actor)
        end_task(MEASURE_PAGE, measure.id, unit)


def get_last_proof(measure: Measure, unit: Unit) -> MeasureProof:
    """What was said last to have been done; NotFound before anything was."""
    query = select(MeasureProof).where(MeasureProof.measure_id == measure.id)
    proof = unit.session.scalars(query.order_by(MeasureProof.no.desc()).limit(1)).first()
    if proof is None:
        raise NotFound
    return proof


def _check(command: CarryOut) -> tuple[str, str]:
    told = {"done": command.done.strip(), "evidence": command.evidence.strip()}
    errors = {name: "REQUIRED" for name, text in told.items() if not text}
    errors |= {name: "TOO_LONG" for name, text in told.items() if len(text) > LONGEST_WORDS}
    if errors:
        raise InvalidInput(errors)
    return told["done"], told["evidence"]
