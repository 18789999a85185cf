"""The lines of refused claims, which every answer carries, and the answer that a refusal of everything is."""

from models.answer import Answer
from models.claim import Claim
from models.codes import ClaimDecision
from services.casefile.get_case import list_claims
from services.tasks.answer_wording import propose_decision, propose_findings, propose_measures
from services.tasks.task_case import TaskCase


def refused_lines(claims: list[Claim]) -> list[dict[str, object]]:
    """Ground, basis and right place of each claim that was not accepted."""
    return [
        {
            "no": claim.no,
            "text": claim.text,
            "ground": claim.nonaccept_ground.value if claim.nonaccept_ground else None,
            "basis": claim.basis,
            "right_place": claim.right_place,
        }
        for claim in claims
        if claim.decision is ClaimDecision.REFUSE
    ]


def publish_refusal(case: TaskCase) -> Answer:
    """The answer to an anonymous complaint whose claims are all refused: it is told at the query code only."""
    claims = list_claims(case.complaint.id, case.unit)
    now = case.unit.clock.now()
    case.unit.trail.add(case.complaint.id, "answer.published", {"round": case.complaint.round}, case.actor)
    return Answer(
        complaint_id=case.complaint.id,
        round=case.complaint.round,
        findings_text=propose_findings(claims),
        decision_text=propose_decision(claims),
        measures_text=propose_measures(claims),
        refused_lines=refused_lines(claims),
        ways=["query_code"],
        delivered_at=now,
        published_at=now,
        given_by=case.actor.staff_id,
    )
