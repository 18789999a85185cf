"""Form `decide-redo`: handles a dissatisfying case once more, by somebody new, or leaves it as it is."""

from bpmn.names import FeedbackElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, DecisionKind, Stage
from models.ground.codes import FollowUp, Role
from models.ground.errors import InvalidInput
from models.ground.ids import ComplaintId
from services.access.handler_options import list_handler_options
from services.access.handling_bar import find_handling_bar
from services.case.let_letters_go import let_letters_go
from services.case.lifecycle import move_stage
from services.casefile.decisions import NewDecision, list_decisions, record_decision
from services.casefile.get_case import list_accepted_matters
from services.casefile.redo_once import REDO, find_redo_bar
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.return_limit import drop_return_limits
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.tasks.extract import Extract
from services.tasks.user_task import UserTask

LIMIT_KEYS = {ClockKind.RESOLVE: "redo", ClockKind.INVESTIGATION: "redo_investigation"}
# Decisions whose author had a hand in what is to be looked at anew.
HANDS = (DecisionKind.FINDINGS, DecisionKind.OPINION, DecisionKind.APPROVAL, DecisionKind.OPINION_REVIEW)


def context(case: TaskCase) -> Answers:
    """The people who may take the case over: none who handled or approved it."""
    return {
        "handler_options": list_handler_options(
            case.complaint.id, case.unit, without=list_earlier_hands(case)
        )
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Open the next round with limits of its own, or close.

    InvalidInput: a second redo, nothing to redo, an earlier handler or approver, a person whom the rules exclude.
    """
    complaint = case.complaint
    wants_redo = text_of(answers, "decision") == REDO
    login = text_of(answers, "handler_id")
    if wants_redo:
        _check(case, login)
    content = {
        "decision": text_of(answers, "decision"),
        "handler_id": login or None,
        "reason": text_of(answers, "reason"),
    }
    record_decision(
        NewDecision(complaint.id, DecisionKind.REDO, complaint.round, content), case.unit, case.actor
    )
    if not wants_redo:
        return _variables(case, is_redo=False)
    _begin_round(case, login)
    clocks = {kind: _open(case, kind) for kind in LIMIT_KEYS}
    return _variables(
        case,
        is_redo=True,
        resolve_clock_id=clocks[ClockKind.RESOLVE],
        investigation_clock_id=clocks[ClockKind.INVESTIGATION],
    )


def list_earlier_hands(case: TaskCase) -> frozenset[str]:
    """Everybody who handled, drafted, reviewed or approved in any round."""
    hands = {case.complaint.handler_id} - {None}
    decisions = list_decisions(case.complaint.id, case.unit)
    hands |= {decision.by for decision in decisions if decision.kind in HANDS}
    hands |= {
        str(decision.content.get("handler_id"))
        for decision in decisions
        if decision.kind is DecisionKind.ASSIGNMENT
    }
    return frozenset(hand for hand in hands if hand is not None)


def _check(case: TaskCase, login: str) -> None:
    if code := find_redo_bar(case.complaint, case.unit):
        raise InvalidInput({"decision": code})
    if not login:
        raise InvalidInput({"handler_id": "REQUIRED"})
    if login in list_earlier_hands(case):
        raise InvalidInput({"handler_id": "HANDLED_THE_CASE"})
    if code := find_handling_bar(case.complaint.id, login, case.unit):
        raise InvalidInput({"handler_id": code})


def _begin_round(case: TaskCase, login: str) -> None:
    """The next round looks at the accepted matters anew; what was found before stays in its decisions and answer."""
    complaint = case.complaint
    let_letters_go(complaint, case.unit, case.actor)
    complaint.round += 1
    drop_return_limits(complaint.id, case.unit)
    complaint.handler_id = login
    for matter in list_accepted_matters(complaint.id, case.unit):
        matter.finding = matter.facts = matter.reason = matter.opinion_basis = None
        matter.adoption = matter.not_adopted = matter.category_found = matter.times_found = None
        matter.disposals = []
    content = {"handler_id": login, "handling_unit": complaint.handling_unit, "note": FollowUp.REDO.value}
    record_decision(
        NewDecision(complaint.id, DecisionKind.ASSIGNMENT, complaint.round, content), case.unit, case.actor
    )
    case.unit.trail.add(complaint.id, "case.redone", {"round": complaint.round}, case.actor)
    move_stage(complaint, Stage.INVESTIGATION, case.unit, case.actor)


def _open(case: TaskCase, kind: ClockKind) -> str:
    command = OpenClock(
        ComplaintId(case.complaint.id),
        kind,
        case.complaint.round,
        case.unit.clock.now(),
        policy_key=LIMIT_KEYS[kind],
    )
    return open_clock(command, case.unit).id


def _variables(case: TaskCase, **told: object) -> EngineVariables:
    return {
        "round": case.complaint.round,
        "handler_id": case.complaint.handler_id,
        "resolve_clock_id": None,
        "investigation_clock_id": None,
        **told,
    }


TASK = UserTask(
    form=FormId.DECIDE_REDO,
    process=ProcessId.FEEDBACK,
    element=FeedbackElement.USER_TASK_DECIDE_REDO,
    roles=(Role.INTAKE, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR),
    limit=ClockKind.RETURN_VISIT,
    answers=frozenset({"decision", "handler_id", "reason"}),
    required=frozenset({"decision", "reason"}),
    outputs=frozenset({"is_redo", "round", "handler_id", "resolve_clock_id", "investigation_clock_id"}),
    extract=(Extract.VISITS, Extract.OPINION, Extract.ANSWER, Extract.TOLD),
    context=context,
    apply=apply,
)
