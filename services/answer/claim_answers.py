"""One claim with all that an answer says about it, whichever way it went."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.beside.referral import Referral
from models.case.claim import Claim
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from models.ground.codes import ClaimDecision
from services.casefile.get_case import list_claims
from services.office.unit_options import find_unit_name
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """`unit_name` and `result` are those of the unit a claim was handed to."""

    claim: Claim
    unit_name: str | None
    result: str | None
    is_withdrawn: bool


def list_claim_answers(complaint: Complaint, unit: Unit) -> list[ClaimAnswer]:
    """The claims of a case by number, as its answer tells of them."""
    return [_answer(claim, complaint, unit) for claim in list_claims(complaint.id, unit)]


def _answer(claim: Claim, complaint: Complaint, unit: Unit) -> ClaimAnswer:
    referral = unit.session.get(Referral, claim.referral_id) if claim.referral_id is not None else None
    is_handed_over = claim.decision is ClaimDecision.REFER
    is_open = claim.decision in (None, ClaimDecision.ACCEPT, ClaimDecision.REFER)
    return ClaimAnswer(
        claim=claim,
        unit_name=find_unit_name(claim.referred_to, unit) if is_handed_over else None,
        result=referral.result_text if referral is not None and is_handed_over else None,
        is_withdrawn=complaint.outcome is Outcome.WITHDRAWN and is_open,
    )


def as_lines(answers: Sequence[ClaimAnswer]) -> list[dict[str, object]]:
    """The lines as they are kept with the answer, so that a later round cannot change what was told."""
    return [
        {
            "no": told.claim.no,
            "text": told.claim.text,
            "decision": told.claim.decision.value if told.claim.decision else None,
            "finding": told.claim.finding.value if told.claim.finding else None,
            "disposals": list(told.claim.disposals),
            "ground": told.claim.nonaccept_ground.value if told.claim.nonaccept_ground else None,
            "basis": told.claim.basis,
            "right_place": told.claim.right_place,
            "referred_to": told.unit_name,
            "referral_result": told.result,
            "merged_into": told.claim.merged_into,
            "is_withdrawn": told.is_withdrawn,
        }
        for told in answers
    ]


def refused_lines(answers: Sequence[ClaimAnswer]) -> list[dict[str, object]]:
    """Ground, basis and right place of each claim that was not accepted."""
    kept = ("no", "text", "ground", "basis", "right_place")
    return [
        {name: line[name] for name in kept}
        for line in as_lines(answers)
        if line["decision"] == ClaimDecision.REFUSE
    ]
