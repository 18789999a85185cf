"""Act `hand-part-over`: another unit owes a part that is out, with the reason why."""

from bpmn.names import ActId
from models.beside.referral import Referral
from models.case.lifecycle import RequestState
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.part_options import show_parts
from services.acts.waive_part import NO_PART_OUT
from services.beside.referral.hand_part_over import HandPartOver, hand_part_over
from services.casefile.open_parts import list_held_parts
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.office.unit_options import list_unit_options


def context(case: ActCase) -> Answers:
    """The parts that are out, and every unit."""
    return {
        "part_options": show_parts(_list_open(case), case),
        "unit_options": list_unit_options(case.unit),
    }


def why_not(case: ActCase) -> str | None:
    """NO_PART_OUT when no unit owes one."""
    return None if _list_open(case) else NO_PART_OUT


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Hand it over; InvalidInput on `part_id` for another part, on `unit` as in `hand_part_over` and for one that owes it."""
    code, parts = text_of(answers, "unit"), _list_open(case)
    row = choose_row(parts, answers, "part_id")
    if any(other.unit_code == code and set(other.matter_nos) & set(row.matter_nos) for other in parts):
        raise InvalidInput({"unit": "ALREADY_REFERRED"})
    hand_part_over(row, HandPartOver(code, text_of(answers, "reason")), case.unit, case.actor)
    return {"referral_id": row.id}


def _list_open(case: ActCase) -> list[Referral]:
    return [row for row in list_held_parts(case.complaint, case.unit) if row.state is RequestState.OPEN]


ACT = Act(
    form=ActId.HAND_PART_OVER,
    page_order=63,
    roles=frozenset({Role.INTAKE, Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"part_id", "unit", "reason"}),
    required=frozenset({"part_id", "reason", "unit"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
