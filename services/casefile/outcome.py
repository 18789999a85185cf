"""What the decisions about the matters make of the whole case, and which of them still wait for something."""

from collections.abc import Sequence

from sqlalchemy import select

from models.beside.referral import Referral
from models.case.lifecycle import Outcome
from models.case.matter import Matter
from models.ground.codes import MatterDecision
from services.casefile.get_case import list_matters
from services.unit_of_work import Unit

# The first way that any matter went decides.
WEIGHT: tuple[tuple[MatterDecision, Outcome], ...] = (
    (MatterDecision.ACCEPT, Outcome.ACCEPTED),
    (MatterDecision.REFER, Outcome.REFERRED),
    (MatterDecision.SETTLE_ON_SPOT, Outcome.SETTLED),
    (MatterDecision.CONSULTATION, Outcome.CONSULTED),
    (MatterDecision.MERGE, Outcome.MERGED),
)


def outcome_of(matters: Sequence[Matter]) -> Outcome:
    """The outcome of a case whose matters are all decided: one accepted matter is enough to be accepted."""
    taken = {matter.decision for matter in matters}
    return next((outcome for decision, outcome in WEIGHT if decision in taken), Outcome.REFUSED)


def list_undecided(matters: Sequence[Matter]) -> list[Matter]:
    """The matters without a decision, by number."""
    return [matter for matter in matters if matter.decision is None]


def list_unanswered_accepted(matters: Sequence[Matter]) -> list[Matter]:
    """The accepted matters about which no opinion was given yet."""
    return [matter for matter in matters if matter.decision is MatterDecision.ACCEPT and not is_ended(matter)]


def is_ended(matter: Matter) -> bool:
    """Whether an opinion says what becomes of it; one about a suggestion may do nothing."""
    return bool(matter.disposals) or matter.adoption is not None


def list_pending_transfers(complaint_id: str, unit: Unit) -> list[Referral]:
    """The transfers to outside units that matters of the case still wait for, oldest first."""
    waiting = {
        matter.referral_id
        for matter in list_matters(complaint_id, unit)
        if matter.decision is MatterDecision.REFER and matter.referral_id is not None
    }
    return list(
        unit.session.scalars(
            select(Referral)
            .where(Referral.id.in_(waiting), Referral.ended_at.is_(None))
            .order_by(Referral.requested_at, Referral.id)
        )
    )
