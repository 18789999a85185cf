"""Form `draft-opinion`: what is to be done per accepted claim, with reason and basis; another person approves it."""

from models.codes import Disposal, Finding
from models.errors import InvalidInput
from models.lifecycle import DecisionKind
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_accepted_claims
from services.tasks.task_case import Answers, EngineVariables, TaskCase, rows_of, text_of, texts_of

ANSWERS = frozenset(
    {"summary", "claims[].finding", "claims[].disposals", "claims[].reason", "claims[].basis"}
)
OUTPUTS: frozenset[str] = frozenset()


def context(case: TaskCase) -> Answers:
    """The accepted claims with finding, and what an earlier draft said."""
    rows = []
    for claim in list_accepted_claims(case.complaint.id, case.unit):
        row: Answers = {"no": claim.no, "text": claim.text, "disposals": list(claim.disposals)}
        if claim.finding is not None:
            row["finding"] = claim.finding.value
        if reason := claim.reason or claim.facts:
            row["reason"] = reason
        if claim.opinion_basis:
            row["basis"] = claim.opinion_basis
        rows.append(row)
    return {"claims": rows}


def apply(case: TaskCase, answers: Answers) -> EngineVariables:
    """Record the opinion; InvalidInput when `no_action` stands beside another disposal of the same claim."""
    rows = rows_of(answers, "claims")
    _check(rows)
    for claim, row in zip(list_accepted_claims(case.complaint.id, case.unit), rows, strict=True):
        claim.finding = Finding(text_of(row, "finding"))
        claim.disposals = texts_of(row, "disposals")
        claim.reason = text_of(row, "reason")
        claim.opinion_basis = text_of(row, "basis") or None
    content = {"summary": text_of(answers, "summary"), "claims": rows}
    record_decision(
        NewDecision(case.complaint.id, DecisionKind.OPINION, case.complaint.round, content),
        case.unit,
        case.actor,
    )
    return {}


def _check(rows: list[Answers]) -> None:
    errors = {
        f"claims.{index}.disposals": "NO_ACTION_ALONE"
        for index, row in enumerate(rows)
        if Disposal.NO_ACTION in texts_of(row, "disposals") and len(texts_of(row, "disposals")) > 1
    }
    if errors:
        raise InvalidInput(errors)
