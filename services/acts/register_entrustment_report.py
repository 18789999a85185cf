"""Act `register-entrustment-report`: staff registers the report that came back on paper."""

from bpmn.names import ActId
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.entrustments_of_case import NOTHING_ENTRUSTED, list_entrustment_options, list_entrustments
from services.beside.entrustment.return_report import return_report
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.office.unit_options import find_unit_name

AFTER_ARCHIVE = "归档后收到的委托事项报告"


def context(case: ActCase) -> Answers:
    """The entrustments of the case, ended ones too: a late report is kept on file."""
    return {"open_entrustments": list_entrustment_options(case)}


def why_not(case: ActCase) -> str | None:
    """NOTHING_ENTRUSTED when nobody was asked."""
    return None if list_entrustments(case) else NOTHING_ENTRUSTED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Register the report; a late one moves nothing."""
    row = choose_row(list_entrustments(case), answers, "entrustment_id")
    return_report(row, text_of(answers, "report_text"), case.unit, case.actor)
    told = NewItem(provider=find_unit_name(row.to_unit, case.unit), addendum_reason=AFTER_ARCHIVE)
    attach_files(case, answers, told)
    return {"entrustment_id": row.id}


ACT = Act(
    form=ActId.REGISTER_ENTRUSTMENT_REPORT,
    page_order=110,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"entrustment_id", "report_text", FILES}),
    required=frozenset({"entrustment_id", "report_text"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
