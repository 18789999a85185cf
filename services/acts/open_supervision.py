"""Act `open-supervision`: a supervisor demands an explanation of a delay or neglect (督办)."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.sheets.sent_sheet import Draft, Sending, find_due, preview, send_sheet
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.forms.task_case import Answers, text_of
from services.requests.kinds.supervision import SUPERVISION
from services.tasks.extract import Extract

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """What leaves with it."""
    return preview(Draft(SUPERVISION.name, case.actor.name), case.complaint, case.unit)


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nobody works on the case any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Open it with its own limit for the explanation."""
    command = OpenSupervision(case.complaint.id, text_of(answers, "reason"))
    row = open_supervision(command, case.unit, case.actor)
    sending = Sending(row, SUPERVISION.name, due_at=find_due(row.own_clock_id, case.unit))
    send_sheet(sending, case.complaint, case.unit, case.actor)
    return {"supervision_id": row.id}


ACT = Act(
    form=ActId.OPEN_SUPERVISION,
    page_order=140,
    roles=frozenset({Role.SUPERVISOR, Role.DIRECTOR}),
    handler_may=False,
    answers=frozenset({"reason"}),
    required=frozenset({"reason"}),
    extract=(Extract.ASKED, Extract.MATTERS, Extract.CLAIMS),
    context=context,
    why_not=why_not,
    apply=apply,
)
