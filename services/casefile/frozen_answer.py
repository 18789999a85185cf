"""Whether what answers the complainant stands as a frozen letter, with its number and its kept page: paper leaves as that."""

from sqlalchemy import select

from models.case.letter import CaseLetter
from models.ground.delivery_codes import DeliveryPurpose
from services.casefile.standing import is_bounded
from services.unit_of_work import Unit

LETTER_NOT_FROZEN = "LETTER_NOT_FROZEN"
# The kinds of their letters, which have the subject that the list of the post knows them by.
LETTER_KINDS = {
    DeliveryPurpose.ANSWER: "answer",
    DeliveryPurpose.INTERIM: "interim_answer",
    DeliveryPurpose.REVIEW: "review_decision",
}


def find_frozen(purpose: DeliveryPurpose, subject: str, complaint_id: str, unit: Unit) -> CaseLetter | None:
    """The frozen letter of one of the three; None before it is frozen, and for anything else."""
    if purpose not in LETTER_KINDS:
        return None
    asked = select(CaseLetter).where(
        CaseLetter.complaint_id == complaint_id,
        CaseLetter.kind == LETTER_KINDS[purpose],
        CaseLetter.subject == subject,
        CaseLetter.frozen_at.is_not(None),
    )
    return unit.session.scalars(asked).first()


def lacks_letter(purpose: DeliveryPurpose, subject: str, complaint_id: str, unit: Unit) -> bool:
    """Whether it answers and its letter is still to be frozen.

    An interim answer about another's matter has no letter that could be.
    """
    if purpose not in LETTER_KINDS or find_frozen(purpose, subject, complaint_id, unit) is not None:
        return False
    return purpose is not DeliveryPurpose.INTERIM or not is_bounded(complaint_id, unit)
