"""Form `record-investigation-act`: the record of one act by one planned method; several are done side by side."""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind
from models.ground.codes import Method, Role
from models.ground.ids import new_id
from services.answer.answer_wording import METHODS
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.user_task import UserTask

# What an act of the investigation is about stands in this variable of its own task.
METHOD = "method"


def context(case: TaskCase) -> Answers:
    """By which method this record is made."""
    return {"method_label": METHODS[method_of(case)]}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Put the record into the file."""
    complaint, method = case.complaint, method_of(case)
    act = InvestigationAct(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        method=method,
        place=text_of(answers, "place") or None,
        persons=text_of(answers, "persons") or None,
        record_text=text_of(answers, "record_text"),
        evidence=text_of(answers, "evidence") or None,
        done_at=case.unit.clock.now(),
        by=case.actor.name,
    )
    case.unit.session.add(act)
    payload = {"act_id": act.id, "method": method.value, "round": complaint.round}
    case.unit.trail.add(complaint.id, "investigation.act_recorded", payload, case.actor)
    return {}


def method_of(case: TaskCase) -> Method:
    """The method this task is for, as the loop of the diagram gave it; looking into papers when none is known."""
    told = case.task.details.get(METHOD)
    return Method(told) if told in set(Method) else Method.DOCUMENTS


TASK = UserTask(
    form=FormId.RECORD_INVESTIGATION_ACT,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_RECORD_INVESTIGATION_ACT,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.INVESTIGATION,
    kept_variables=frozenset({METHOD}),
    answers=frozenset({"place", "persons", "record_text", "evidence"}),
    required=frozenset({"record_text"}),
    context=context,
    apply=apply,
)
