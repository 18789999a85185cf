"""A person takes a signal up or dismisses it with a reason; neither says that anybody did wrong."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import Conflict, InvalidInput
from models.ground.signal_codes import SignalDecision, SignalState
from services.actor import Actor, staff_id_of
from services.forms.typed import read_words
from services.signals.who_sees import get_signal
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 1_000
SIGNAL_DECIDED = "SIGNAL_DECIDED"
_LEADS_TO = {SignalDecision.TAKE_UP: SignalState.TAKEN_UP, SignalDecision.DISMISS: SignalState.DISMISSED}


@dataclass(frozen=True, slots=True)
class DecideSignal:
    """As the form has it."""

    signal_id: str
    decision: str
    reason: str


def decide_signal(command: DecideSignal, unit_of_work: UnitOfWork, actor: Actor) -> SignalDecision:
    """Once; sent again it is the same decision.

    InvalidInput on `decision`, `reason`; NotFound where it is not his to see; Conflict(SIGNAL_DECIDED) where it was decided
    otherwise.
    """
    with unit_of_work as unit:
        row = get_signal(command.signal_id, unit, actor, for_update=True)
        decision, reason = _check(command)
        login, state = staff_id_of(actor), _LEADS_TO[decision]
        if (row.state, row.decided_by, row.reason) == (state, login, reason):
            return decision
        if row.state is not SignalState.OPEN:
            raise Conflict(code=SIGNAL_DECIDED)
        row.state, row.reason = state, reason
        row.decided_by, row.decided_at = login, unit.clock.now()
        unit.trail.add(None, f"signal.{state.value}", {"signal": row.id, "code": row.code.value}, actor)
        return decision


def _check(command: DecideSignal) -> tuple[SignalDecision, str]:
    reason, fault = read_words(command.reason, LONGEST_WORDS)
    errors = {"reason": fault} if fault else {}
    if command.decision not in set(SignalDecision):
        errors["decision"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return SignalDecision(command.decision), reason
