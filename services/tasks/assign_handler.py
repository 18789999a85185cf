"""Form `assign-handler`: names the handler of an accepted case, never one the rules exclude."""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.access.handler_options import is_of_other_unit, list_handler_options
from services.access.handling_bar import find_handling_bar
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_accepted_matters
from services.clocks.office_limit import meet_office_limit
from services.clocks.time_limits import REFER
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.tasks.after_decision import start_investigation
from services.tasks.extract import OF_THE_FILE
from services.tasks.user_task import UserTask

OTHER_UNITS_HANDLER = "OTHER_UNITS_HANDLER"


def context(case: TaskCase) -> Answers:
    """The units of the centre and the people who may handle this case: the unit complained about is not proposed."""
    shown: Answers = {
        "unit_options": list_unit_options(case.unit, kinds=CENTRE_KINDS),
        "handler_options": list_handler_options(case.complaint.id, case.unit),
    }
    if case.complaint.handling_unit:
        shown["handling_unit"] = case.complaint.handling_unit
    return shown


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the assignment; InvalidInput on `handler_id` for a person whom the rules exclude, or of another unit."""
    login = text_of(answers, "handler_id")
    if code := find_handling_bar(case.complaint.id, login, case.unit):
        raise InvalidInput({"handler_id": code})
    complaint = case.complaint
    handling_unit = text_of(answers, "handling_unit") or complaint.handling_unit
    if is_of_other_unit(login, handling_unit or "", case.unit):
        raise InvalidInput({"handler_id": OTHER_UNITS_HANDLER})
    complaint.handler_id = login
    complaint.handling_unit = handling_unit
    content = {
        "handler_id": login,
        "handling_unit": complaint.handling_unit,
        "note": text_of(answers, "note"),
    }
    record_decision(
        NewDecision(complaint.id, DecisionKind.ASSIGNMENT, complaint.round, content), case.unit, case.actor
    )
    # With somebody of the unit that handles it, it is there.
    meet_office_limit(complaint.id, REFER, ClockStopReason.SENT, case.unit)
    if complaint.stage is Stage.INTAKE:
        # A process of an older version has no task for what may be settled on the spot: it is investigated.
        start_investigation(case, list_accepted_matters(complaint.id, case.unit))
    return {"handler_id": login}


TASK = UserTask(
    form=FormId.ASSIGN_HANDLER,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_ASSIGN_HANDLER,
    roles=(Role.INTAKE,),
    limit=ClockKind.INVESTIGATION,
    answers=frozenset({"handling_unit", "handler_id", "note"}),
    required=frozenset({"handler_id"}),
    outputs=frozenset({"handler_id"}),
    extract=OF_THE_FILE,
    context=context,
    apply=apply,
)
