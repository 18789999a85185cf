"""Whether a drafted opinion is reviewed before it is approved: a policy of the centre."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.codes import Complexity, OpinionReview
from models.office.centre import Centre
from services.unit_of_work import Unit


def needs_opinion_review(complaint: Complaint, unit: Unit) -> bool:
    """As the policy says now: always, for complex cases only, or never."""
    policy = unit.session.scalars(select(Centre.opinion_review)).one()
    is_complex = complaint.complexity is Complexity.COMPLEX
    return policy is OpinionReview.ALWAYS or (policy is OpinionReview.COMPLEX and is_complex)
