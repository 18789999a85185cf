"""The second person at a list for citizens: approved they read it from this moment on."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.checklist_codes import ChecklistDecision, ChecklistState
from models.ground.codes import Role
from models.ground.errors import Conflict, NotFound, NotPermitted
from models.office.item_checklist import ItemChecklist
from services.actor import Actor, require_role
from services.forms.decision_form import DecisionForm
from services.office.decide_privacy_notice import FOUR_EYES, NOTICE_DECIDED
from services.office.item_checklists import find_in_force, number_of_next
from services.openness.propose_checklist import LONGEST_REASON, WORDERS, require_item
from services.unit_of_work import Unit, UnitOfWork

DECIDERS = (Role.ADMINISTRATOR, Role.DIRECTOR)
_FORM = DecisionForm(ChecklistDecision, ChecklistDecision.REFUSE, "decision_reason", LONGEST_REASON)
STATES: Mapping[ChecklistDecision, ChecklistState] = {
    ChecklistDecision.APPROVE: ChecklistState.APPROVED,
    ChecklistDecision.REFUSE: ChecklistState.REFUSED,
    ChecklistDecision.WITHDRAW: ChecklistState.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class DecideChecklist:
    """As the form has it; a reason is wanted where it is refused."""

    checklist_id: str
    decision: str
    reason: str = ""


def decide_checklist(command: DecideChecklist, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Decide on a version; approved it takes the place of the one in force. The item that it is about.

    An administrator or the director who did not propose it; who proposed it may withdraw it (NotPermitted(FOUR_EYES) else).
    Conflict(NOTICE_DECIDED) where somebody decided before; InvalidInput on `decision` or `decision_reason`.
    NotFound where the item is not offered any more: it can be refused or withdrawn only.
    """
    login = require_role(actor, *WORDERS, *DECIDERS)
    decision, reason = _FORM.read(command.decision, command.reason)
    is_withdrawn = decision is ChecklistDecision.WITHDRAW
    if not is_withdrawn:
        require_role(actor, *DECIDERS)
    with unit_of_work as unit:
        row = unit.session.get(ItemChecklist, command.checklist_id, with_for_update=True)
        if row is None:
            raise NotFound
        if row.state is STATES[decision] and row.decided_by == login:
            return row.item
        if row.state is not ChecklistState.OPEN:
            raise Conflict(code=NOTICE_DECIDED)
        if (row.by == login) is not is_withdrawn:
            raise NotPermitted(code=FOUR_EYES)
        if decision is ChecklistDecision.APPROVE:
            require_item(row.item, unit)
            _put_in_force(row, unit)
        row.state, row.decision_reason = STATES[decision], reason or None
        row.decided_by, row.decided_at = login, unit.clock.now()
        payload = {"checklist": row.id, "item": row.item, "no": row.no}
        unit.trail.add(None, f"checklist.{row.state.value}", payload, actor)
        return row.item


def _put_in_force(row: ItemChecklist, unit: Unit) -> None:
    now, before = unit.clock.now(), find_in_force(row.item, unit)
    row.no = number_of_next(row.item, unit)
    if before is not None:
        before.ended_at = now
        # Two of one item in force are refused by the database.
        unit.session.flush()
    row.in_force_from = now
