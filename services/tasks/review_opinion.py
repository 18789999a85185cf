"""Form `review-opinion`: a look at the opinion between drafting and approval, where the centre's policy asks for one."""

from bpmn.names import DisposalElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from services.access.own_work import find_drafters_bars
from services.casefile.decisions import NewDecision, record_decision
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.extract import OF_THE_INVESTIGATION, Extract
from services.tasks.opinion_words import word_opinion
from services.tasks.user_task import UserTask

APPROVE = "approve"
RETURN = "return"


def context(case: TaskCase) -> Answers:
    """The opinion, each finding beside what the complainant said: whoever reviews it reads it where he decides."""
    return {"opinion": word_opinion(case)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Let the opinion pass or send it back; InvalidInput on `comment` for sending back without a reason."""
    is_returned = text_of(answers, "review_decision") == RETURN
    comment = text_of(answers, "comment")
    if is_returned and not comment:
        raise InvalidInput({"comment": "REQUIRED"})
    decision = RETURN if is_returned else APPROVE
    complaint, content = case.complaint, {"decision": decision, "comment": comment}
    record_decision(
        NewDecision(complaint.id, DecisionKind.OPINION_REVIEW, complaint.round, content),
        case.unit,
        case.actor,
    )
    return {"review_decision": decision}


TASK = UserTask(
    form=FormId.REVIEW_OPINION,
    process=ProcessId.DISPOSAL,
    element=DisposalElement.USER_TASK_REVIEW_OPINION,
    roles=(Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR),
    find_bars=find_drafters_bars,
    limit=ClockKind.RESOLVE,
    answers=frozenset({"review_decision", "comment"}),
    required=frozenset({"review_decision"}),
    outputs=frozenset({"review_decision"}),
    extract=(
        Extract.OPINION,
        Extract.ASKED,
        Extract.TOLD,
        Extract.RESPONDENTS,
        Extract.EVIDENCE,
        *OF_THE_INVESTIGATION,
    ),
    context=context,
    apply=apply,
)
