"""A second person confirms a mandate or refuses it; a confirmed one is withdrawn by any of those who may confirm."""

from __future__ import annotations

from dataclasses import dataclass

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.oversight_codes import MandateDecision, MandateState
from models.office.oversight import OversightMandate
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.forms.typed import read_words
from services.oversight.typed import LONGEST_WORDS
from services.unit_of_work import Unit, UnitOfWork

FOUR_EYES, MANDATE_DECIDED, MANDATE_OVER = "FOUR_EYES", "MANDATE_DECIDED", "MANDATE_OVER"
_LEADS_TO = {MandateDecision.CONFIRM: MandateState.CONFIRMED, MandateDecision.REFUSE: MandateState.REFUSED}
_FORM = DecisionForm(MandateDecision, MandateDecision.REFUSE, "reason", LONGEST_WORDS)


@dataclass(frozen=True, slots=True)
class DecideMandate:
    """As the form has it; a reason is wanted where it is refused."""

    mandate_id: str
    decision: str
    reason: str


def decide_mandate(command: DecideMandate, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once; NotPermitted(FOUR_EYES) for who granted it, Conflict(MANDATE_DECIDED), Conflict(MANDATE_OVER) after its last day.

    InvalidInput on `decision` or `reason`.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    decision, reason = _FORM.read(command.decision, command.reason)
    with unit_of_work as unit:
        row = _lock(command.mandate_id, unit)
        if row.granted_by == login:
            raise NotPermitted(code=FOUR_EYES)
        if row.state is not MandateState.PROPOSED:
            raise Conflict(code=MANDATE_DECIDED)
        if decision is MandateDecision.CONFIRM and row.valid_until < beijing_date(unit.clock.now()):
            raise Conflict(code=MANDATE_OVER)
        row.state, row.reason = _LEADS_TO[decision], reason or None
        row.decided_by, row.decided_at = login, unit.clock.now()
        unit.trail.add(None, f"mandate.{row.state.value}", {"mandate": row.no}, actor)


def withdraw_mandate(mandate_id: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """It opens nothing any more; InvalidInput on `withdraw_reason`, Conflict(MANDATE_DECIDED) unless it is confirmed."""
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    words, fault = read_words(reason, LONGEST_WORDS)
    if fault:
        raise InvalidInput({"withdraw_reason": fault})
    with unit_of_work as unit:
        row = _lock(mandate_id, unit)
        if row.state is not MandateState.CONFIRMED:
            raise Conflict(code=MANDATE_DECIDED)
        row.state, row.reason = MandateState.WITHDRAWN, words
        row.ended_by, row.ended_at = login, unit.clock.now()
        unit.trail.add(None, "mandate.withdrawn", {"mandate": row.no}, actor)


def _lock(mandate_id: str, unit: Unit) -> OversightMandate:
    row = unit.session.get(OversightMandate, mandate_id, with_for_update=True)
    if row is None:
        raise NotFound
    return row
