"""The person is asked before anybody decides: from now on he sees the suspicion with its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.accountability_codes import AccountabilityAct, AccountabilityState
from models.ground.errors import InvalidInput
from services.accountability.typed import read_days
from services.accountability.who_may import get_record, require
from services.actor import Actor
from services.unit_of_work import UnitOfWork

LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 3, 30, 5


@dataclass(frozen=True, slots=True)
class AskPerson:
    """How many working days he has, from the day on which the notice reaches him."""

    record_id: str
    workdays: str


def ask_person(command: AskPerson, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the record. InvalidInput on `workdays`; refused as who_may.py says; by the same person again it is the same."""
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        days, fault = read_days(command.workdays, LEAST_DAYS, MOST_DAYS)
        if row.state is AccountabilityState.HEARING and (row.asked_by, row.hear_workdays) == (
            actor.staff_id,
            days,
        ):
            return row.id
        login = require(AccountabilityAct.ASK, row, unit, actor)
        if fault:
            raise InvalidInput({"workdays": fault})
        row.state, row.hear_workdays = AccountabilityState.HEARING, days
        row.asked_by, row.asked_at = login, unit.clock.now()
        unit.trail.add(None, "accountability.asked", {"record": row.id, "workdays": days}, actor)
        return row.id
