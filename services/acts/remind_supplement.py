"""Act `remind-supplement`: reminds the complainant of material that is still missing."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.supplement.remind import find_reminder_bar, remind
from services.forms.task_case import Answers, text_of
from services.tasks.extract import Extract

REMINDED = "已提醒投诉人补充材料。"


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """The rule against a reminder: nothing is open, or there was one."""
    return find_reminder_bar(case.complaint.id, case.unit)


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Note the reminder on file."""
    note = text_of(answers, "note") or REMINDED
    return {"entry_id": remind(case.complaint.id, note, case.unit, case.actor)}


ACT = Act(
    form=ActId.REMIND_SUPPLEMENT,
    page_order=30,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR}),
    handler_may=True,
    answers=frozenset({"note"}),
    extract=(Extract.ASKED, Extract.REACHING, Extract.MATTERS),
    context=context,
    why_not=why_not,
    apply=apply,
)
