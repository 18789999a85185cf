"""Act `return-part`: a reported part goes back to its unit for more, with the reason; the finding waits for it again."""

from bpmn.names import ActId
from models.beside.referral import Referral
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.part_options import read_due_wd, show_parts
from services.beside.referral.open_part import OpenPart, find_part_bar, open_part, word_part
from services.beside.sheets.leaving import NOTHING_LEAVES, Leaving, LeavingSheet, word_leaving
from services.casefile.open_parts import list_parts
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of

NO_PART_REPORTED = "NO_PART_REPORTED"


def context(case: ActCase) -> Answers:
    """The parts that were reported and of which nothing more was asked."""
    return {"part_options": show_parts(_list_reported(case), case)}


def why_not(case: ActCase) -> str | None:
    """NO_PART_REPORTED without one, else why no part can be asked for at present."""
    return find_part_bar(case.complaint, case.unit) if _list_reported(case) else NO_PART_REPORTED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Ask the unit again; InvalidInput on `part_id` for another part, on `due_wd` by its limit."""
    row = choose_row(_list_reported(case), answers, "part_id")
    command = OpenPart(
        row.unit_code,
        tuple(row.matter_nos),
        _word_asked(answers),
        read_due_wd(answers),
        row.id,
        case.decided,
    )
    again = open_part(command, case.complaint, case.unit, case.actor)
    payload = {"referral_id": row.id, "asked_again_by": again.id, "unit_code": row.unit_code}
    case.unit.trail.add(case.complaint.id, "referral.part_returned", payload, case.actor)
    return {"referral_id": again.id}


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """The sheet of the matters of the part, and the reason beside it; nothing where no such part is named."""
    chosen = text_of(answers, "part_id")
    row = next((row for row in _list_reported(case) if row.id == chosen), None)
    if row is None:
        return NOTHING_LEAVES
    return word_leaving(LeavingSheet([row.unit_code], row.matter_nos), word_part(_word_asked(answers)), case)


def _word_asked(answers: Answers) -> str:
    return f"退回补充：{text_of(answers, 'reason')}"


def _list_reported(case: ActCase) -> list[Referral]:
    parts = list_parts(case.complaint, case.unit)
    asked_again = {row.replaces_referral_id for row in parts}
    return [row for row in parts if row.result_at is not None and row.id not in asked_again]


ACT = Act(
    form=ActId.RETURN_PART,
    page_order=61,
    roles=frozenset({Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"part_id", "reason", "due_wd"}),
    required=frozenset({"part_id", "reason"}),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
