"""Another than who opened it or asked the person decides, after he was heard or let his time go by."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.accountability_codes import (
    AccountabilityAct,
    AccountabilityMeasure,
    AccountabilityState,
    AppealResult,
)
from models.ground.errors import InvalidInput
from services.accountability.typed import read_days, read_words
from services.accountability.who_may import get_record, records_for_superior, require
from services.actor import Actor
from services.unit_of_work import UnitOfWork

# The least is what a person needs to answer, the most a quarter of a year.
LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 5, 60, 20


@dataclass(frozen=True, slots=True)
class DecideRecord:
    """As the form has it; he may appeal for so many working days after it reaches him."""

    record_id: str
    measure: str
    reason: str
    appeal_workdays: str


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """As the form has it; `measure` is asked where the result is that it changes.

    `paper` is the superior body with the number of its decision, asked where nobody here may decide.
    """

    record_id: str
    result: str
    measure: str
    reason: str
    paper: str = ""


def decide_record(command: DecideRecord, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the record. InvalidInput by field; refused as who_may.py says; sent again it is the same."""
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        reason, fault = read_words(command.reason)
        if (row.decided_by, row.measure, row.reason) == (actor.staff_id, command.measure, reason):
            return row.id
        login = require(AccountabilityAct.DECIDE, row, unit, actor)
        days, days_fault = read_days(command.appeal_workdays, LEAST_DAYS, MOST_DAYS)
        errors = {name: code for name, code in (("reason", fault), ("appeal_workdays", days_fault)) if code}
        if command.measure not in set(AccountabilityMeasure):
            errors["measure"] = "REQUIRED"
        if errors:
            raise InvalidInput(errors)
        row.state, row.measure = AccountabilityState.DECIDED, AccountabilityMeasure(command.measure)
        row.reason, row.appeal_workdays = reason, days
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload = {"record": row.id, "measure": row.measure.value}
        unit.trail.add(None, "accountability.decided", payload, actor)
        return row.id


def decide_appeal(command: DecideAppeal, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """By a third person, or by the superior body and put on record here; the id of the record. As `decide_record`."""
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        reason, fault = read_words(command.reason)
        errors = {"appeal_reason": fault} if fault else {}
        if records_for_superior(row, unit, actor):
            paper, fault = read_words(command.paper)
            reason = f"上级机关决定（{paper}）：{reason}"
            errors |= {"appeal_paper": fault} if fault else {}
        if (row.appeal_decided_by, row.appeal_result, row.appeal_reason) == (
            actor.staff_id,
            command.result,
            reason,
        ):
            return row.id
        login = require(AccountabilityAct.DECIDE_APPEAL, row, unit, actor)
        if command.result not in set(AppealResult):
            errors["appeal_result"] = "REQUIRED"
        is_changed = command.result == AppealResult.CHANGED
        if is_changed and (
            command.measure not in set(AccountabilityMeasure) or command.measure == row.measure
        ):
            errors["appeal_measure"] = "REQUIRED"
        if errors:
            raise InvalidInput(errors)
        row.state, row.appeal_result = AccountabilityState.FINAL, AppealResult(command.result)
        row.appeal_measure = AccountabilityMeasure(command.measure) if is_changed else None
        row.appeal_reason, row.appeal_decided_by = reason, login
        row.appeal_decided_at = unit.clock.now()
        payload = {"record": row.id, "result": row.appeal_result.value}
        unit.trail.add(None, "accountability.appeal_decided", payload, actor)
        return row.id
