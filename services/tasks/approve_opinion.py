"""Form `approve-opinion`: approves the opinion (办结), or sends it back to drafting or to the investigation."""

from datetime import date

from bpmn.names import DisposalElement, FormId, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, Stage
from models.ground.codes import OpinionDecision, Role
from models.ground.errors import InvalidInput
from models.ground.evidence_codes import FurtherSource
from models.ground.ids import ComplaintId
from services.access.own_work import find_drafters_bars
from services.beside.discipline.propose_for_opinion import propose_for_opinion
from services.beside.rectification.order_for_opinion import (
    OrderTerms,
    list_orders,
    order_for_opinion,
    preview_orders,
)
from services.beside.sheets.leaving import NOTHING_LEAVES, Leaving
from services.case.carry_opinion import carry_to_members
from services.case.lawful_end import Lack
from services.case.lifecycle import move_stage
from services.case.open_feedback import open_feedback
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.further_investigation import NewTurn, note_further
from services.casefile.get_case import list_accepted_matters, list_matters
from services.casefile.outcome import list_pending_transfers, list_undecided
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import stop_running_clock
from services.forms.task_case import Answers, EngineVariables, TaskCase, text_of
from services.rights.tell_findings import Judged, plan_notices, preview_notices, tell_findings
from services.tasks.cited_evidence import require_citable
from services.tasks.extract import OF_THE_INVESTIGATION, Extract
from services.tasks.findings_wait import require_parts_in
from services.tasks.opinion_words import word_opinion
from services.tasks.user_task import NeededByLaw, UserTask
from services.tasks.verdict_rows import ANSWERS, judge_verdict, show_verdict_options
from services.tasks.word_decision import word_decision


def context(case: TaskCase) -> Answers:
    """The opinion that is to be approved, and the notices and orders that leave with it, read where it is decided."""
    orders = preview_orders(case.complaint, case.unit, case.actor)
    return {
        "opinion": word_opinion(case),
        "notices": preview_notices(case.complaint, case.unit, case.actor),
        "orders": orders,
        **show_verdict_options(case),
    }


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Approve with the verdict on what is to be improved, or send back.

    InvalidInput on `comment` for sending back without a reason, on `orders_due_on` by its day, and on the decision where a
    finding rests on evidence that was excluded since or a part of joint handling is out again.
    """
    comment = text_of(answers, "comment")
    decision = OpinionDecision(text_of(answers, "opinion_decision"))
    if decision is OpinionDecision.APPROVE:
        matters = list_accepted_matters(case.complaint.id, case.unit)
        require_citable(case, matters, "opinion_decision")
        # One that was sent back for more since the opinion was drafted.
        require_parts_in(case, "opinion_decision", [matter.no for matter in matters])
        judge_verdict(case, answers)
        return _approve(case, comment, text_of(answers, "orders_due_on"))
    if not comment:
        raise InvalidInput({"comment": "REQUIRED"})
    payload = {"round": case.complaint.round, "decision": decision.value, "reason": comment}
    case.unit.trail.add(case.complaint.id, "opinion.returned", payload, case.actor)
    if decision is OpinionDecision.RETURN:
        return _variables(decision)
    return _variables(decision, investigation_clock_id=_investigate_again(case, comment))


def leaves(case: TaskCase, answers: Answers) -> Leaving:
    """The orders and the notices of what was found; nothing where the opinion is sent back."""
    if text_of(answers, "opinion_decision") != OpinionDecision.APPROVE:
        return NOTHING_LEAVES
    orders = list_orders(case.complaint, case.unit, case.actor)
    return word_decision(orders, plan_notices(case.complaint, case.unit, case.actor), case)


def _approve(case: TaskCase, comment: str, due_on: str) -> EngineVariables:
    complaint, unit = case.complaint, case.unit
    content = {"comment": comment, **({"orders_due_on": due_on} if due_on else {})}
    record_decision(
        NewDecision(complaint.id, DecisionKind.APPROVAL, complaint.round, content), unit, case.actor
    )
    # The resolve limit is met by the approved opinion; the answer has a limit of its own.
    stop_running_clock(complaint.id, ClockKind.RESOLVE, ClockStopReason.OPINION_APPROVED, unit)
    due = date.fromisoformat(due_on) if due_on else None
    order_for_opinion(complaint, unit, case.actor, OrderTerms(due, case.decided))
    propose_for_opinion(complaint, unit, case.actor)
    carry_to_members(complaint, unit, case.actor)
    tell_findings(Judged(complaint, decided=case.decided), unit, case.actor)
    if list_pending_transfers(complaint.id, unit) or list_undecided(list_matters(complaint.id, unit)):
        # One last letter answers all matters and waits for units that have some; what is decided is answered before it.
        move_stage(complaint, Stage.REFERRAL, unit, case.actor)
        open_feedback(complaint, unit.clock.now(), unit)
        return _variables(OpinionDecision.APPROVE)
    move_stage(complaint, Stage.FEEDBACK, unit, case.actor)
    feedback_clock_id = open_feedback(complaint, unit.clock.now(), unit)
    return _variables(OpinionDecision.APPROVE, feedback_clock_id=feedback_clock_id, needs_answer_task=True)


def _investigate_again(case: TaskCase, reason: str) -> str:
    """Back to the investigation with a limit of its own; the resolve limit runs on."""
    complaint = case.complaint
    note_further(complaint, NewTurn(FurtherSource.APPROVER, reason), case.unit, case.actor)
    move_stage(complaint, Stage.INVESTIGATION, case.unit, case.actor)
    command = OpenClock(
        ComplaintId(complaint.id),
        ClockKind.INVESTIGATION,
        complaint.round,
        case.unit.clock.now(),
        complaint.complexity,
    )
    return open_clock(command, case.unit).id


def _variables(decision: OpinionDecision, **told: object) -> EngineVariables:
    return {
        "opinion_decision": decision.value,
        "feedback_clock_id": None,
        "needs_answer_task": False,
        "investigation_clock_id": None,
        **told,
    }


TASK = UserTask(
    form=FormId.APPROVE_OPINION,
    process=ProcessId.DISPOSAL,
    element=DisposalElement.USER_TASK_APPROVE_OPINION,
    roles=(Role.APPROVER, Role.DIRECTOR),
    find_bars=find_drafters_bars,
    limit=ClockKind.RESOLVE,
    law=NeededByLaw(
        "处理意见未经批准",
        "GB/T 36113-2018 7.3",
        supplies=frozenset({Lack.OPINION_NOT_APPROVED, Lack.DISCIPLINE_NOT_APPROVED}),
    ),
    answers=frozenset(
        {
            "opinion_decision",
            "orders_due_on",
            "comment",
        }
    )
    | ANSWERS,
    required=frozenset({"opinion_decision"}) | ANSWERS,
    outputs=frozenset(
        {"opinion_decision", "feedback_clock_id", "needs_answer_task", "investigation_clock_id"}
    ),
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
    leaves=leaves,
)
