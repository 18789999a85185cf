"""Form `settle-on-spot`: what was settled while the complainant was there; the answer is given in the same breath."""

from bpmn.names import FormId, IntakeElement, ProcessId
from models.case.lifecycle import ClockKind, ClockStopReason, DecisionKind, FileEntryKind
from models.clock.legal_time import beijing_date
from models.ground.codes import Disposal, IdentityKind, MatterDecision, Role
from models.ground.errors import InvalidInput
from services.access.approvers import find_decider_bars
from services.beside.discipline.propose_for_opinion import propose_for_opinion
from services.beside.rectification.order_for_opinion import (
    OrderTerms,
    order_for_opinion,
    plan_new_orders,
)
from services.beside.sheets.leaving import NOTHING_LEAVES, Leaving
from services.case.approval_step import KNOWS_APPROVAL
from services.case.lawful_end import Lack
from services.casefile.add_entry import NewEntry, add_entry
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_accepted_matters, list_matters
from services.casefile.outcome import outcome_of
from services.clocks.get_clock import find_running_clock
from services.clocks.office_limit import meet_office_limit
from services.clocks.stop_clock import stop_running_clock
from services.clocks.time_limits import ON_SPOT
from services.forms.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of
from services.office.unit_options import list_unit_options
from services.tasks.after_decision import follow_without_handling, start_investigation
from services.tasks.disposal_rows import (
    ANSWERS,
    REQUIRED,
    begin_disposals,
    check_disposal_rows,
    keep_disposals,
    read_disposals,
)
from services.tasks.disposal_rules import check_disposals
from services.tasks.extract import Extract
from services.tasks.matter_rows import answer_claims, end_matter, show_claims, show_matter
from services.tasks.proposed import (
    find_returned_row,
    list_kinds,
    propose_answers,
    show_returned,
)
from services.tasks.user_task import NeededByLaw, UserTask
from services.tasks.verdict_rows import ANSWERS as VERDICT
from services.tasks.verdict_rows import judge_verdict, show_verdict_options
from services.tasks.word_decision import list_wanting, word_decision

# An official text, in Chinese on every page.
CONFIRMED = "投诉人当场确认已解决"


def context(case: TaskCase) -> Answers:
    """The accepted matters and the claims; what was proposed and sent back is filled in."""
    matters = list_accepted_matters(case.complaint.id, case.unit)
    rows = [
        show_matter(matter) | begin_disposals(case, matter) | find_returned_row(case, matter)
        for matter in matters
    ]
    options = {"unit_options": list_unit_options(case.unit), **show_verdict_options(case)}
    return {"matters": rows, "claims": show_claims(case), **options, **show_returned(case)}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Settle all accepted matters and answer, or go on to the investigation as for any accepted case.

    With a proposal of discipline it is proposed as a whole: nobody decides on that alone, where a policy says so.

    InvalidInput on `confirmed_by_complainant` when a person with a name did not confirm, by path for a matter without
    finding, disposals, what is to be said of them or reason, and with a proposal of discipline under a diagram that has no
    step to approve it.
    """
    if text_of(answers, "is_settled") == "no":
        return _investigate(case)
    kinds = list_kinds(rows_of(answers, "matters"), case)
    if not kinds:
        return take_effect(case, answers)
    matters = list_accepted_matters(case.complaint.id, case.unit)
    _check(case, answers, rows_of(answers, "matters"))
    _require_step(case, rows_of(answers, "matters"))
    propose_answers(case, answers, kinds, matters)
    return {**wait_for_settlement(case), "needs_approval": True}


def take_effect(case: TaskCase, answers: Answers, approved_by: str = "") -> EngineVariables:
    """Settle as the answers say, by the case's actor; InvalidInput as for `apply`."""
    rows = rows_of(answers, "matters")
    _check(case, answers, rows)
    # While the matters are still accepted: those are the ones whose claims are answered here.
    claims = answer_claims(case, answers)
    for matter, row in zip(list_accepted_matters(case.complaint.id, case.unit), rows, strict=True):
        matter.decision, matter.settled = MatterDecision.SETTLE_ON_SPOT, True
        end_matter(matter, row)
        # Nobody investigates: what was told is what was found true or not.
        matter.category_found = matter.category
        keep_disposals(case, matter, {**_corrected_at_once(case, answers, row), **row})
    content = {
        "note": text_of(answers, "note"),
        "matters": rows,
        "claims": claims,
        **_approval_of(rows, approved_by),
    }
    complaint = case.complaint
    record_decision(
        NewDecision(complaint.id, DecisionKind.SETTLEMENT, complaint.round, content), case.unit, case.actor
    )
    _enter_settlement(case, answers)
    judge_verdict(case, answers)
    stop_running_clock(complaint.id, ClockKind.RESOLVE, ClockStopReason.SETTLED, case.unit)
    meet_office_limit(complaint.id, ON_SPOT, ClockStopReason.SETTLED, case.unit)
    propose_for_opinion(complaint, case.unit, case.actor)
    complaint.outcome = outcome_of(list_matters(complaint.id, case.unit))
    order_for_opinion(complaint, case.unit, case.actor, OrderTerms(decided=case.decided))
    told = follow_without_handling(case)
    return {name: told[name] for name in TASK.outputs}


def leaves(case: TaskCase, answers: Answers) -> Leaving:
    """The orders of what is settled; nothing where it is investigated."""
    if text_of(answers, "is_settled") == "no":
        return NOTHING_LEAVES
    accepted = list_accepted_matters(case.complaint.id, case.unit)
    rows = zip(accepted, rows_of(answers, "matters"), strict=False)
    said = {matter.no: read_disposals(row) for matter, row in rows}
    orders = [
        order
        for wanting in list_wanting(said)
        for order in plan_new_orders(wanting, case.complaint, case.unit, case.actor)
    ]
    return word_decision(orders, (), case)


def _corrected_at_once(case: TaskCase, answers: Answers, row: Answers) -> Answers:
    """What was put right is so today where nobody says another day; the word of the complainant who saw it is the proof."""
    done: Answers = {"correction_act": text_of(row, "reason"), "correction_who": case.actor.name}
    if answers.get("confirmed_by_complainant") is not True or text_of(row, "correction_on"):
        return done
    today = beijing_date(case.unit.clock.now()).isoformat()
    return done | {"correction_on": today, "correction_proof": CONFIRMED}


def _check(case: TaskCase, answers: Answers, rows: list[Answers]) -> None:
    errors = {
        f"matters.{index}.{field}": "REQUIRED"
        for index, row in enumerate(rows)
        for field in ("finding", "reason")
        if not row.get(field) and not (field == "finding" and row.get("adoption"))
    }
    is_named = case.complaint.identity_kind is IdentityKind.REAL_NAME
    if is_named and answers.get("confirmed_by_complainant") is not True:
        errors["confirmed_by_complainant"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    check_disposals(list_accepted_matters(case.complaint.id, case.unit), rows)
    check_disposal_rows(case, rows)


def _require_step(case: TaskCase, rows: list[Answers]) -> None:
    if case.task.details.get(KNOWS_APPROVAL) is not True:
        raise InvalidInput(
            {
                f"matters.{index}.disposals": "DISCIPLINE_NEEDS_APPROVAL"
                for index, row in enumerate(rows)
                if list_kinds([row], case)
            }
        )


def _approval_of(rows: list[Answers], approved_by: str) -> Answers:
    """What the policy did not ask for when it was settled is not missing later."""
    if approved_by:
        return {"approved_by": approved_by}
    is_owed = any(Disposal.PROPOSE_DISCIPLINE in texts_of(row, "disposals") for row in rows)
    return {"needs_no_approval": True} if is_owed else {}


def _enter_settlement(case: TaskCase, answers: Answers) -> None:
    is_confirmed = answers.get("confirmed_by_complainant") is True
    told = f"{CONFIRMED}。" if is_confirmed else "现场处理办结。"
    text, ways = f"{told}{text_of(answers, 'note')}", ("in_person",) if is_confirmed else ()
    add_entry(NewEntry(case.complaint.id, FileEntryKind.SETTLEMENT, text, case.actor.name, ways), case.unit)


def _investigate(case: TaskCase) -> EngineVariables:
    case.unit.trail.add(case.complaint.id, "settlement.failed", {"round": case.complaint.round}, case.actor)
    meet_office_limit(case.complaint.id, ON_SPOT, ClockStopReason.DECIDED, case.unit)
    accepted = list_accepted_matters(case.complaint.id, case.unit)
    return {**wait_for_settlement(case), "investigation_clock_id": start_investigation(case, accepted)}


def wait_for_settlement(case: TaskCase) -> EngineVariables:
    """What the diagram is told while nothing is settled: all stands as it was accepted."""
    complaint = case.complaint
    resolve = find_running_clock(complaint.id, ClockKind.RESOLVE, case.unit)
    return {
        "outcome": complaint.outcome.value if complaint.outcome is not None else None,
        "handler_id": complaint.handler_id,
        "feedback_clock_id": None,
        "needs_answer_task": False,
        "has_accepted": True,
        "resolve_clock_id": resolve.id if resolve is not None else None,
        "investigation_clock_id": None,
        "needs_approval": False,
    }


TASK = UserTask(
    form=FormId.SETTLE_ON_SPOT,
    process=ProcessId.INTAKE,
    element=IntakeElement.USER_TASK_SETTLE_ON_SPOT,
    roles=(Role.INTAKE,),
    find_bars=find_decider_bars,
    limit=ClockKind.RESOLVE,
    law=NeededByLaw("当场办结没有记录", supplies=frozenset({Lack.SETTLEMENT_MISSING})),
    speaks_to_complainant=True,
    answers=frozenset(
        {
            "is_settled",
            "confirmed_by_complainant",
            "note",
            "matters[].finding",
            "matters[].responsibility",
            "matters[].responsibility_note",
            "matters[].adoption",
            "matters[].not_adopted",
            "matters[].disposals",
            "matters[].reason",
            "matters[].basis",
            "claims[].answer",
            "claims[].answer_reason",
        }
    )
    | ANSWERS
    | VERDICT,
    required=frozenset(
        {
            "claims[].answer",
            "is_settled",
            "matters[].adoption",
            "matters[].finding",
            "matters[].not_adopted",
            "matters[].reason",
            "matters[].responsibility",
        }
    )
    | REQUIRED
    | VERDICT,
    outputs=frozenset(
        {
            "outcome",
            "handler_id",
            "feedback_clock_id",
            "needs_answer_task",
            "has_accepted",
            "resolve_clock_id",
            "investigation_clock_id",
            "needs_approval",
        }
    ),
    kept_variables=frozenset({KNOWS_APPROVAL}),
    extract=(Extract.TOLD, Extract.CLAIMS, Extract.RESPONDENTS, Extract.EVIDENCE),
    context=context,
    apply=apply,
    leaves=leaves,
)
