"""What the decisions about the claims make of the whole case, and which of them still wait for something."""

from collections.abc import Sequence

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.claim import Claim
from models.case.lifecycle import Outcome
from models.ground.codes import ClaimDecision
from services.casefile.get_case import list_claims
from services.unit_of_work import Unit

# The first way that any claim went decides.
WEIGHT: tuple[tuple[ClaimDecision, Outcome], ...] = (
    (ClaimDecision.ACCEPT, Outcome.ACCEPTED),
    (ClaimDecision.REFER, Outcome.REFERRED),
    (ClaimDecision.SETTLE_ON_SPOT, Outcome.SETTLED),
    (ClaimDecision.MERGE, Outcome.MERGED),
)


def outcome_of(claims: Sequence[Claim]) -> Outcome:
    """The outcome of a case whose claims are all decided: one accepted claim is enough to be accepted."""
    taken = {claim.decision for claim in claims}
    return next((outcome for decision, outcome in WEIGHT if decision in taken), Outcome.REFUSED)


def list_undecided(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without a decision, by number."""
    return [claim for claim in claims if claim.decision is None]


def list_unanswered_accepted(claims: Sequence[Claim]) -> list[Claim]:
    """The accepted claims about which no opinion was given yet."""
    return [claim for claim in claims if claim.decision is ClaimDecision.ACCEPT and not claim.disposals]


def list_pending_transfers(complaint_id: str, unit: Unit) -> list[Referral]:
    """The transfers to outside units that claims of the case still wait for, oldest first."""
    waiting = {
        claim.referral_id
        for claim in list_claims(complaint_id, unit)
        if claim.decision is ClaimDecision.REFER and claim.referral_id is not None
    }
    return list(
        unit.session.scalars(
            select(Referral)
            .where(Referral.id.in_(waiting), Referral.ended_at.is_(None))
            .order_by(Referral.requested_at, Referral.id)
        )
    )
