"""Form `decide-acceptance`: per claim accept or refuse; one accepted claim is enough to go on."""

from models.answer import Answer
from models.claim import Claim
from models.codes import Category, ClaimDecision, Complexity, IdentityKind, NonAcceptGround, Route
from models.errors import InvalidInput
from models.ids import ComplaintId
from models.lifecycle import ClockKind, DecisionKind, Outcome, Stage
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_claims
from services.casefile.stop_running_clock import stop_running_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.lifecycle import move_stage
from services.tasks.refused_answer import publish_refusal
from services.tasks.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of

ANSWERS = frozenset(
    {
        "category",
        "route",
        "complexity",
        "urgent",
        "disclosure_level",
        "note",
        "claims[].decision",
        "claims[].nonaccept_ground",
        "claims[].basis",
        "claims[].right_place",
    }
)
OUTPUTS = frozenset(
    {
        "outcome",
        "handler_id",
        "resolve_clock_id",
        "investigation_clock_id",
        "feedback_clock_id",
        "needs_answer_task",
    }
)


def context(case: TaskCase) -> Answers:
    """The suggestions made at receipt and the claims as they stand."""
    complaint = case.complaint
    shown: Answers = {
        "category": (complaint.category or Category.NONE).value,
        "route": (complaint.route or Route.INTERVENE).value,
        "urgent": complaint.urgent,
        "disclosure_level": str(complaint.disclosure_level),
        "claims": [{"no": c.no, "text": c.text} for c in list_claims(complaint.id, case.unit)],
    }
    if complaint.complexity is not None:
        shown["complexity"] = complaint.complexity.value
    return shown


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the decision per claim, end the acceptance limit and start the limits that follow from it.

    Refused (InvalidInput by path): acceptance without complexity; a refused claim without ground, basis or right place.
    """
    rows = rows_of(answers, "claims")
    _check(answers, rows)
    claims = list_claims(case.complaint.id, case.unit)
    for claim, row in zip(claims, rows, strict=True):
        _decide_claim(claim, row, case)
    is_accepted = any(claim.decision is ClaimDecision.ACCEPT for claim in claims)
    _describe_case(case, answers, is_accepted)
    stop_running_clock(case.complaint.id, ClockKind.ACCEPTANCE, "decided", case.unit)
    content = {"outcome": _outcome(is_accepted).value, "note": text_of(answers, "note"), "claims": rows}
    record_decision(
        NewDecision(case.complaint.id, DecisionKind.ACCEPTANCE, case.complaint.round, content),
        case.unit,
        case.actor,
    )
    return _go_on_accepted(case) if is_accepted else _go_on_refused(case)


def _check(answers: Answers, rows: list[Answers]) -> None:
    errors: dict[str, str] = {}
    for index, row in enumerate(rows):
        if row.get("decision") != ClaimDecision.REFUSE:
            continue
        for field in ("nonaccept_ground", "basis", "right_place"):
            if not text_of(row, field):
                errors[f"claims.{index}.{field}"] = "REQUIRED"
    has_accepted = any(row.get("decision") == ClaimDecision.ACCEPT for row in rows)
    if has_accepted and not text_of(answers, "complexity"):
        errors["complexity"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)


def _decide_claim(claim: Claim, row: Answers, case: TaskCase) -> None:
    is_refused = row.get("decision") == ClaimDecision.REFUSE
    claim.decision = ClaimDecision.REFUSE if is_refused else ClaimDecision.ACCEPT
    claim.nonaccept_ground = NonAcceptGround(text_of(row, "nonaccept_ground")) if is_refused else None
    claim.basis = text_of(row, "basis") if is_refused else None
    claim.right_place = text_of(row, "right_place") if is_refused else None
    claim.decided_by, claim.decided_at = case.actor.staff_id, case.unit.clock.now()


def _describe_case(case: TaskCase, answers: Answers, is_accepted: bool) -> None:
    complaint = case.complaint
    complaint.category = Category(text_of(answers, "category"))
    complaint.urgent = answers.get("urgent") is True
    complaint.outcome = _outcome(is_accepted)
    # A case without an accepted claim is not handled, so it has neither a route nor a class of complexity.
    complaint.route = Route(text_of(answers, "route")) if is_accepted else None
    complaint.complexity = Complexity(text_of(answers, "complexity")) if is_accepted else None
    if level := text_of(answers, "disclosure_level"):
        complaint.disclosure_level = int(level)
    if is_accepted:
        complaint.accepted_at = case.unit.clock.now()


def _outcome(is_accepted: bool) -> Outcome:
    return Outcome.ACCEPTED if is_accepted else Outcome.REFUSED


def _go_on_accepted(case: TaskCase) -> EngineVariables:
    move_stage(case.complaint, Stage.INVESTIGATION, case.unit, case.actor)
    clocks = {
        kind: open_clock(
            case.unit,
            OpenClock(
                ComplaintId(case.complaint.id),
                kind,
                case.complaint.round,
                case.unit.clock.now(),
                case.complaint.complexity,
            ),
        )
        for kind in (ClockKind.RESOLVE, ClockKind.INVESTIGATION)
    }
    return {
        "outcome": Outcome.ACCEPTED.value,
        "handler_id": None,
        "resolve_clock_id": clocks[ClockKind.RESOLVE].id,
        "investigation_clock_id": clocks[ClockKind.INVESTIGATION].id,
        "feedback_clock_id": None,
        "needs_answer_task": False,
    }


def _go_on_refused(case: TaskCase) -> EngineVariables:
    complaint = case.complaint
    move_stage(complaint, Stage.FEEDBACK, case.unit, case.actor)
    # Who refused gives the answer.
    complaint.handler_id = case.actor.staff_id
    feedback_clock_id = None
    needs_answer_task = complaint.identity_kind is IdentityKind.REAL_NAME
    if needs_answer_task:
        clock = open_clock(
            case.unit,
            OpenClock(ComplaintId(complaint.id), ClockKind.FEEDBACK, complaint.round, case.unit.clock.now()),
        )
        feedback_clock_id = clock.id
    else:
        answer: Answer = publish_refusal(case)
        case.unit.session.add(answer)
    return {
        "outcome": Outcome.REFUSED.value,
        "handler_id": complaint.handler_id,
        "resolve_clock_id": None,
        "investigation_clock_id": None,
        "feedback_clock_id": feedback_clock_id,
        "needs_answer_task": needs_answer_task,
    }
