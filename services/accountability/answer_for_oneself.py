"""The person says what is to be said for him, and appeals; in his own words, which are sealed."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.accountability_codes import AccountabilityAct, AccountabilityState
from models.ground.errors import InvalidInput
from services.accountability.typed import read_words
from services.accountability.who_may import get_record, require
from services.actor import Actor
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OwnWords:
    """As the form has it."""

    record_id: str
    words: str


def say(command: OwnWords, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Before the decision, once; who answers has the notice. The id of the record.

    InvalidInput on `words`; refused as who_may.py says; the same words again are the same.
    """
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        words, fault = read_words(command.words)
        if row.person == actor.staff_id and row.said is not None and row.said == words:
            return row.id
        require(AccountabilityAct.SAY, row, unit, actor)
        if fault:
            raise InvalidInput({"said": fault})
        now = unit.clock.now()
        row.said, row.said_at, row.asked_told_at = words, now, row.asked_told_at or now
        unit.trail.add(None, "accountability.said", {"record": row.id}, actor)
        return row.id


def appeal(command: OwnWords, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Within his days after the decision reached him, once. As `say`."""
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        words, fault = read_words(command.words)
        if row.person == actor.staff_id and row.appeal is not None and row.appeal == words:
            return row.id
        require(AccountabilityAct.APPEAL, row, unit, actor)
        if fault:
            raise InvalidInput({"appeal": fault})
        row.appeal, row.appealed_at = words, unit.clock.now()
        row.state = AccountabilityState.APPEALED
        unit.trail.add(None, "accountability.appealed", {"record": row.id}, actor)
        return row.id
