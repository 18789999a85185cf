"""Act `waive-part`: who approves lets the finding go on without a part that is out, with a written reason."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.part_options import show_parts
from services.beside.referral.waive_part import waive_part
from services.casefile.open_parts import list_held_parts
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of

NO_PART_OUT = "NO_PART_OUT"


def context(case: ActCase) -> Answers:
    """The parts that a finding waits for."""
    return {"part_options": show_parts(list_held_parts(case.complaint, case.unit), case)}


def why_not(case: ActCase) -> str | None:
    """NO_PART_OUT when no finding waits for one."""
    is_over = case.complaint.stage is Stage.ARCHIVED
    return NO_PART_OUT if is_over or not list_held_parts(case.complaint, case.unit) else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Waive it; InvalidInput on `part_id` for another part."""
    row = choose_row(list_held_parts(case.complaint, case.unit), answers, "part_id")
    waive_part(row, text_of(answers, "reason"), case.unit, case.actor)
    return {"referral_id": row.id}


ACT = Act(
    form=ActId.WAIVE_PART,
    page_order=62,
    roles=frozenset({Role.APPROVER, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"part_id", "reason"}),
    required=frozenset({"part_id", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
