"""Form `plan-investigation`: by which methods the facts are looked for; each method becomes a task of its own."""

from bpmn.names import FormId, InvestigationElement, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.ground.codes import Method, Role
from services.case.approval_step import KNOWS_APPROVAL
from services.casefile.decisions import NewDecision, find_decision, record_decision
from services.casefile.further_investigation import word_further
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of, texts_of
from services.tasks.extract import OF_THE_FILE, OF_THE_INVESTIGATION, Extract
from services.tasks.user_task import UserTask


def context(case: TaskCase) -> Answers:
    """The note of an earlier plan of this round; its methods are chosen anew, since each makes a task."""
    further = word_further(case.complaint.id, case.unit)
    shown: Answers = {} if further is None else {"further": further}
    earlier = find_decision(case.complaint.id, DecisionKind.PLAN, case.complaint.round, case.unit)
    if earlier is None:
        return shown
    rights = earlier.content.get("respondent_rights") is True
    return {**shown, "plan_note": earlier.content.get("note", ""), "respondent_rights": rights}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the plan; without a method the findings are recorded straight away."""
    methods = [Method(method).value for method in dict.fromkeys(texts_of(answers, "methods"))]
    content = {
        "methods": methods,
        "note": text_of(answers, "plan_note"),
        "respondent_rights": answers.get("respondent_rights") is True,
    }
    complaint = case.complaint
    record_decision(
        NewDecision(complaint.id, DecisionKind.PLAN, complaint.round, content), case.unit, case.actor
    )
    return {"planned_methods": methods}


TASK = UserTask(
    form=FormId.PLAN_INVESTIGATION,
    process=ProcessId.INVESTIGATION,
    element=InvestigationElement.USER_TASK_PLAN_INVESTIGATION,
    roles=(Role.INVESTIGATOR,),
    is_handlers=True,
    limit=ClockKind.INVESTIGATION,
    reworks=DecisionKind.PLAN,
    kept_variables=frozenset({KNOWS_APPROVAL}),
    answers=frozenset({"methods", "plan_note", "respondent_rights"}),
    outputs=frozenset({"planned_methods"}),
    extract=(Extract.ASKED, *OF_THE_FILE, *OF_THE_INVESTIGATION),
    context=context,
    apply=apply,
)
