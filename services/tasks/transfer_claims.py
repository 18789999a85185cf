"""Claims handed over to an outside authority (转办): one referral for each unit that claims go to."""

from models.case.claim import Claim
from models.ground.codes import ClaimDecision, ReferralRole
from services.beside.referral.open_referral import OpenReferral, open_referral
from services.forms.task_case import TaskCase


def transfer_claims(case: TaskCase, claims: list[Claim]) -> None:
    """Open the referrals of claims just decided; the diagram awaits them by their ids, the complainant is told."""
    by_unit: dict[str, list[int]] = {}
    for claim in claims:
        if claim.decision is ClaimDecision.REFER and claim.referred_to is not None:
            by_unit.setdefault(claim.referred_to, []).append(claim.no)
    for unit_code, numbers in by_unit.items():
        command = OpenReferral(
            unit_code=unit_code,
            claim_nos=tuple(numbers),
            role=ReferralRole.TRANSFER,
            needs_result=True,
        )
        open_referral(command, case.complaint, case.unit, case.actor)
