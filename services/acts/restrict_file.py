"""Act `restrict-file`: the case is for named readers alone from now on; taken again, for others."""

from bpmn.names import ActId
from models.ground.codes import Category, Role
from services.access.restricted import find_restriction, list_readers
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of, texts_of
from services.office.people_names import list_people_options
from services.restriction.named_readers import NamedReaders, list_possible_readers, restrict_to
from services.suggestions.asked_again import ask_tables_again


def context(case: ActCase) -> Answers:
    """Everybody who may be a reader; the present ones are chosen."""
    present = find_restriction(case.complaint.id, case.unit)
    readers = list_readers(present, case.unit) if present is not None else []
    return {
        "reader_options": list_people_options(list_possible_readers(case.unit), case.unit),
        "readers": [staff.login for staff in readers],
        "is_retaliation": case.complaint.category is Category.RETALIATION,
    }


def why_not(case: ActCase) -> str | None:
    """None: also an archived file is restricted."""
    return None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Restrict; InvalidInput on `readers` for somebody who must keep away from the case. A route goes on to hold.

    A claim of retaliation that comes later makes the case one of that category.
    """
    if answers.get("is_retaliation") is True and case.complaint.category is not Category.RETALIATION:
        earlier = case.complaint.category.value if case.complaint.category is not None else None
        case.complaint.category = Category.RETALIATION
        payload = {"from": earlier, "to": Category.RETALIATION.value}
        case.unit.trail.add(case.complaint.id, "category.changed", payload, case.actor)
        ask_tables_again(case.complaint, case.unit)
    chosen = NamedReaders(texts_of(answers, "readers"), text_of(answers, "reason"))
    return {"restriction_id": restrict_to(chosen, case.complaint, case.unit, case.actor)}


ACT = Act(
    form=ActId.RESTRICT_FILE,
    page_order=135,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"readers", "is_retaliation", "reason"}),
    required=frozenset({"readers", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
