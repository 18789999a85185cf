"""Act `request-recusal`: somebody is asked to keep away from the case, by whichever side."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import APART_ROLES, RecusalSubject, RequestedSide, Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.forms.task_case import Answers, text_of
from services.office.active_staff import list_active_staff
from services.office.people_names import list_people_options
from services.office.unit_options import list_unit_options

CASE_ARCHIVED = "CASE_ARCHIVED"


def context(case: ActCase) -> Answers:
    """Everybody of the office and every unit: whoever it is about."""
    people = list_active_staff(case.unit)
    units = list_unit_options(case.unit)
    return {"who_options": [*list_people_options(people, case.unit), *units]}


def why_not(case: ActCase) -> str | None:
    """CASE_ARCHIVED once nobody works on the case any more."""
    return CASE_ARCHIVED if case.complaint.stage is Stage.ARCHIVED else None


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Ask; InvalidInput on `who`, RuleRefused ALREADY_RECUSED or RECUSAL_OPEN."""
    command = RequestRecusal(
        RecusalSubject(text_of(answers, "who_kind")),
        text_of(answers, "who"),
        text_of(answers, "reason"),
        RequestedSide(text_of(answers, "requested_side") or RequestedSide.STAFF.value),
    )
    row = request_recusal(command, case.complaint, case.unit, case.actor)
    return {"recusal_id": row.id}


ACT = Act(
    form=ActId.REQUEST_RECUSAL,
    page_order=130,
    # Everybody who works on complaints: a person who must keep away says so himself.
    roles=frozenset(Role) - {Role.ADMINISTRATOR, Role.WINDOW_STAFF} - APART_ROLES,
    handler_may=True,
    answers=frozenset({"who_kind", "who", "reason", "requested_side"}),
    required=frozenset({"reason", "who", "who_kind"}),
    is_for_any_part=True,
    context=context,
    why_not=why_not,
    apply=apply,
)
