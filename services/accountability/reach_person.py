"""Notice and decision reach the person: he confirms it himself, or it is handed over on paper. Nothing else counts as told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.clock.legal_time import beijing_date
from models.ground.accountability_codes import AccountabilityAct, AccountabilityState
from models.ground.errors import InvalidInput
from models.office.accountability import Accountability
from services.accountability.typed import read_words
from services.accountability.who_may import get_record, require
from services.actor import Actor
from services.office.load_calendar import load_calendar
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class HandOver:
    """What shows that he has the paper."""

    record_id: str
    proof: str


def confirm_read(record_id: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """By the person himself; the id of the record. Again it is the same; refused as who_may.py says."""
    with unit_of_work as unit:
        row = get_record(record_id, unit, actor, for_update=True)
        if actor.staff_id == row.person and not _waits(row):
            return row.id
        require(AccountabilityAct.READ, row, unit, actor)
        _reach(row, None, unit)
        unit.trail.add(None, "accountability.read", {"record": row.id, "state": row.state.value}, actor)
        return row.id


def hand_over(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """On paper, by a supervisor; the id of the record. InvalidInput on `proof`; refused as who_may.py says."""
    with unit_of_work as unit:
        row = get_record(command.record_id, unit, actor, for_update=True)
        proof, fault = read_words(command.proof)
        if not _waits(row) and not fault and proof in (row.asked_proof, row.told_proof):
            return row.id
        require(AccountabilityAct.HAND_OVER, row, unit, actor)
        if fault:
            raise InvalidInput({"proof": fault})
        _reach(row, proof, unit)
        payload = {"record": row.id, "state": row.state.value}
        unit.trail.add(None, "accountability.handed_over", payload, actor)
        return row.id


def _waits(row: Accountability) -> bool:
    """Whether something is on its way to him."""
    if row.state is AccountabilityState.HEARING:
        return row.asked_told_at is None
    return row.state is AccountabilityState.DECIDED


def _reach(row: Accountability, proof: str | None, unit: Unit) -> None:
    now = unit.clock.now()
    if row.state is AccountabilityState.HEARING:
        row.asked_told_at, row.asked_proof = now, proof
        row.hear_until = _last_day(row.hear_workdays or 0, unit)
        return
    row.told_at, row.told_proof, row.state = now, proof, AccountabilityState.TOLD
    row.appeal_until = _last_day(row.appeal_workdays or 0, unit)


def _last_day(workdays: int, unit: Unit) -> date:
    return load_calendar(unit.session).add_workdays(beijing_date(unit.clock.now()), workdays)
