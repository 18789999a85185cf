"""One attempt to send a notice, and what it came to: written down once, with the record of what left, whoever finds it out."""

from dataclasses import dataclass

import structlog

from models.case.dispatch import Dispatch
from models.case.unit_mail import UnitMail
from models.ground.dispatch_codes import DispatchState
from models.ground.ways import Way
from services.actor import SYSTEM
from services.dispatch.lock_dispatch import lock_with_case
from services.dispatch.owed_notice import end_owed_notice
from services.dispatch.provided_by_carrier import record_carried
from services.dispatch.sent_by_mail import put_on_record
from services.dispatch.waits import after
from services.ports.carrier import Fate
from services.unit_of_work import Unit, UnitFactory

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt that is written down: of which notice, which of its attempts, by which way."""

    dispatch_id: str
    no: int
    way: Way

    @property
    def id(self) -> str:
        """What the carrier knows it by."""
        return f"{self.dispatch_id}-{self.no}"


def state_of(fate: Fate) -> DispatchState:
    """What an attempt came to as its carrier says; in doubt where that does not know either."""
    states = {Fate.TAKEN: DispatchState.TAKEN, Fate.NEVER_SEEN: DispatchState.WAITING}
    return states.get(fate, DispatchState.IN_DOUBT)


def settle(attempt: Attempt, state: DispatchState, reason: str | None, make_unit: UnitFactory) -> None:
    """In a transaction of its own; of whoever lost it meanwhile only that it left is put on record."""
    with make_unit() as unit:
        row = unit.session.get_one(Dispatch, attempt.dispatch_id)
        lock_with_case(row, unit)
        if state in (DispatchState.TAKEN, DispatchState.IN_DOUBT):
            record_carried(row, attempt.no, unit, is_certain=state is DispatchState.TAKEN)
        # Whoever took longer than the lease has lost it; that it left stays true.
        if _is_under_way(row, attempt):
            move(row, state, reason, unit)


def leave_in_doubt(attempt: Attempt, make_unit: UnitFactory) -> None:
    """For a person, of one that cannot be settled: on the trail, without the records that are made beside it."""
    with make_unit() as unit:
        row = unit.session.get_one(Dispatch, attempt.dispatch_id)
        lock_with_case(row, unit)
        if _is_under_way(row, attempt):
            row.state, row.state_at, row.begun_at = DispatchState.IN_DOUBT, unit.clock.now(), None
            payload = {"purpose": row.purpose.value, "way": row.way.value, "attempt": row.attempts}
            unit.trail.add(row.complaint_id, f"dispatch.{row.state.value}", payload, SYSTEM)


def _is_under_way(row: Dispatch, attempt: Attempt) -> bool:
    return row.state is DispatchState.SENDING and row.attempts == attempt.no


def move(row: Dispatch, state: DispatchState, reason: str | None, unit: Unit) -> None:
    """Of a locked row; what ends it, or has it wait for a person, stands on the trail."""
    row.state, row.reason, row.state_at, row.begun_at = state, reason, unit.clock.now(), None
    if state is DispatchState.TAKEN:
        row.taken_at = row.state_at
        put_on_record(row, unit)
    end_owed_notice(row, unit)
    if state is DispatchState.WAITING:
        row.next_try_at = after(row.attempts, unit)
    elif state is not DispatchState.KEPT:
        payload: dict[str, object] = {
            "purpose": row.purpose.value,
            "way": row.way.value,
            "attempt": row.attempts,
        }
        if row.purpose.is_to_unit:
            mail = unit.session.get_one(UnitMail, row.id)
            payload |= {"unit_code": mail.unit_code, "reference": mail.reference, "sha256": mail.sha256}
        unit.trail.add(row.complaint_id, f"dispatch.{state.value}", payload, SYSTEM)
    _log.info("dispatch_moved", dispatch_id=row.id, state=state.value, attempt=row.attempts)
