"""Act `register-entrustment-report`: staff registers the report that came back on paper."""

from sqlalchemy import select

from bpmn.names import ActId
from models.beside.entrustment import Entrustment
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.entrustment.return_report import return_report
from services.forms.task_case import Answers, text_of
from services.office.unit_options import Option, get_unit_name

NOTHING_ENTRUSTED = "NOTHING_ENTRUSTED"


def context(case: ActCase) -> Answers:
    """The entrustments of the case, ended ones too: a late report is kept on file."""
    return {"open_entrustments": [_option(row, case) for row in _list_entrustments(case)]}


def why_not(case: ActCase) -> str | None:
    """NOTHING_ENTRUSTED when nobody was asked."""
    return None if _list_entrustments(case) else NOTHING_ENTRUSTED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Register the report; a late one moves nothing."""
    chosen = text_of(answers, "entrustment_id")
    row = next((row for row in _list_entrustments(case) if row.id == chosen), None)
    if row is None:
        raise InvalidInput({"entrustment_id": "NOT_AN_OPTION"})
    return_report(row, text_of(answers, "report_text"), case.unit, case.actor)
    return {"entrustment_id": row.id}


def _list_entrustments(case: ActCase) -> list[Entrustment]:
    return list(
        case.unit.session.scalars(
            select(Entrustment).where(Entrustment.complaint_id == case.complaint.id).order_by(Entrustment.no)
        )
    )


def _option(row: Entrustment, case: ActCase) -> Option:
    name = get_unit_name(row.to_unit, case.unit)
    return {"label": f"{case.complaint.number}-W{row.no}（{name}）", "value": row.id}


ACT = Act(
    form=ActId.REGISTER_ENTRUSTMENT_REPORT,
    page_order=110,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset({"entrustment_id", "report_text"}),
    required=frozenset({"entrustment_id", "report_text"}),
    context=context,
    why_not=why_not,
    apply=apply,
)
