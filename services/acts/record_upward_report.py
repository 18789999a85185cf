"""Act `record-upward-report`: it was reported upward: to whom, when, by which way; the hour is met by it."""

from datetime import datetime

from bpmn.names import ActId
from models.clock.legal_time import parse_moment
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.report_upward import NONE_ASKED, UpwardReport, find_open_report, record_report
from services.forms.task_case import Answers, text_of


def context(case: ActCase) -> Answers:
    """Nothing is filled in beforehand."""
    return {}


def why_not(case: ActCase) -> str | None:
    """NO_UPWARD_REPORT where nobody has marked that one is due."""
    return None if find_open_report(case.complaint.id, case.unit) is not None else NONE_ASKED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Record it; InvalidInput on `told_at` for a moment that cannot be."""
    told = UpwardReport(
        text_of(answers, "reported_to"),
        text_of(answers, "way"),
        _moment(answers),
        text_of(answers, "note"),
    )
    return {"entry_id": record_report(told, case.complaint, case.unit, case.actor)}


def _moment(answers: Answers) -> datetime | None:
    told = text_of(answers, "told_at")
    return parse_moment(told) if told else None


ACT = Act(
    form=ActId.RECORD_UPWARD_REPORT,
    page_order=137,
    roles=frozenset({Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"reported_to", "way", "told_at", "note"}),
    required=frozenset({"reported_to", "way"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
