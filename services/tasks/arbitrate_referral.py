"""Form `arbitrate-referral`: decides on a unit's objection (协调、指定承办)."""

from bpmn.names import FormId, ProcessId, ReferralElement
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind
from models.ground.codes import Arbitration, Role
from services.beside.referral.arbitrate import Arbitrate, arbitrate
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import get_unit_name, list_unit_options
from services.requests.find_request_of import get_request_of
from services.requests.kinds.referral import REFERRAL
from services.tasks.extract import OF_THE_FILE, Extract
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The objection, and every unit but the one that objected."""
    row = get_request_of(Referral, case.task, case.unit)
    options = list_unit_options(case.unit)
    return {
        "earlier_unit": get_unit_name(row.unit_code, case.unit),
        "objection": row.objection or "",
        "unit_options": [option for option in options if option["value"] != row.unit_code],
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Decide; InvalidInput on `unit` without another unit."""
    row = get_request_of(Referral, case.task, case.unit)
    arbitration = Arbitration(text_of(answers, "arbitration"))
    command = Arbitrate(arbitration, text_of(answers, "reason"), text_of(answers, "unit"))
    arbitrate(row, command, case.unit, case.actor)
    return {"arbitration": arbitration.value}


TASK = UserTask(
    form=FormId.ARBITRATE_REFERRAL,
    process=ProcessId.REFERRAL,
    element=ReferralElement.USER_TASK_ARBITRATE_REFERRAL,
    roles=(Role.APPROVER, Role.DIRECTOR),
    request=REFERRAL,
    limit=ClockKind.REFERRAL_ARBITRATION,
    answers=frozenset({"arbitration", "unit", "reason"}),
    required=frozenset({"arbitration", "reason", "unit"}),
    outputs=frozenset({"arbitration"}),
    extract=(Extract.ASKED, *OF_THE_FILE),
    context=context,
    apply=apply,
)
