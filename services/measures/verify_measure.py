"""Somebody other than who carried a measure out looks whether it was done; from that day on it is watched whether it works."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bpmn.pages import MEASURE_VERIFICATION_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure, MeasureProof
from services.actor import Actor, require_role
from services.measures.carry_out import MEASURE_MOVED, get_last_proof
from services.measures.judged_from import judge_at, set_judged_from
from services.measures.open_measure import LONGEST_WORDS
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import end_task, find_task

OWN_MEASURE = "OWN_MEASURE"


class Verification(StrEnum):
    """What was found on looking."""

    DONE = "done"
    NOT_DONE = "not_done"


@dataclass(frozen=True, slots=True)
class VerifyMeasure:
    """As the form has it; `proof` is the number of the proof that stood on the page."""

    measure_id: str
    proof: str
    verification: str
    found: str


def verify_measure(command: VerifyMeasure, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; sent again it is the same. Done: watched from this day on; not done: carried out again, in the same round.

    Where another group or basis was chosen for it, the days that were watched before are judged anew at once.

    RuleRefused(OWN_MEASURE) for who carried it out, InvalidInput by field, Conflict(MEASURE_MOVED) where another proof waits.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    verification, found = _check(command)
    with unit_of_work as unit:
        measure = unit.session.get(Measure, command.measure_id, with_for_update=True)
        if measure is None:
            raise NotFound
        proof = get_last_proof(measure, unit)
        is_done = verification is Verification.DONE
        if str(proof.no) == command.proof and (proof.verified_by, proof.is_done) == (login, is_done):
            return
        if str(proof.no) != command.proof or not _waits(measure, unit):
            raise Conflict(code=MEASURE_MOVED)
        if proof.by == login:
            raise RuleRefused(OWN_MEASURE)
        proof.is_done, proof.found, proof.verified_by, proof.verified_at = (
            is_done,
            found,
            login,
            unit.clock.now(),
        )
        _move(measure, proof, unit, actor)


def _waits(measure: Measure, unit: Unit) -> bool:
    is_asked = find_task(MEASURE_VERIFICATION_PAGE, measure.id, unit) is not None
    return measure.state is MeasureState.TO_VERIFY and is_asked


def _move(measure: Measure, proof: MeasureProof, unit: Unit, actor: Actor) -> None:
    if proof.is_done:
        # One that is only judged beside another group was watched already, from the day on which it was verified first.
        today = beijing_date(unit.clock.now())
        measure.state, measure.verified_on = MeasureState.WATCHED, measure.verified_on or today
        set_judged_from(measure)
    else:
        measure.state, measure.waits = MeasureState.TO_CARRY_OUT, 0
        measure.verified_on = measure.judged_from = None
    payload = {"measure": measure.id, "proof": proof.no, "is_done": proof.is_done}
    unit.trail.add(None, "measure.verified", payload, actor)
    variables = {"is_done": proof.is_done, "judge_at": judge_at(measure)}
    end_task(MEASURE_VERIFICATION_PAGE, measure.id, unit, variables=variables)


def _check(command: VerifyMeasure) -> tuple[Verification, str]:
    found, errors = command.found.strip(), {}
    if command.verification not in set(Verification):
        errors["verification"] = "REQUIRED"
    if not 1 <= len(found) <= LONGEST_WORDS:
        errors["found"] = "TOO_LONG" if found else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return Verification(command.verification), found
