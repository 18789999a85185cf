"""Act `open-supervision`: a supervisor demands an explanation of a delay or neglect (督办)."""

from dataclasses import replace

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.sheets.leaving import Leaving, LeavingSheet, word_leaving
from services.beside.sheets.sent_sheet import Draft, Sending, find_due, preview, send_sheet
from services.beside.supervision.name_supervised import name_supervised
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
    due = find_due(row.own_clock_id, case.unit)
    sending = Sending(
        row, SUPERVISION.name, due_at=due, words=row.reason or "", decided=case.decided, is_inside=True
    )
    send_sheet(sending, case.complaint, case.unit, case.actor)
    return {"supervision_id": row.id}


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """The sheet, and the reason that stands in the 督办单."""
    told = word_leaving(LeavingSheet((), (), is_inside=True), text_of(answers, "reason"), case)
    return replace(told, receiver=name_supervised(case.complaint, case.unit))


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
    leaves=leaves,
)
