"""Who gave what is handed over in the hall: his own sentence does not prove that his limit is met."""

from models.beside.review import Review
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.ground.delivery_codes import DeliveryPurpose
from services.answer.send_document import Sendable
from services.unit_of_work import Unit

HANDED_BY_GIVER = "HANDED_BY_GIVER"


def find_giver(document: Sendable, unit: Unit) -> str | None:
    """The login of who gave the answer of the round, an interim answer or the decision of a review.

    None for letters, which meet no limit, and for an answer of a release that did not keep it.
    """
    match document.purpose:
        case DeliveryPurpose.ANSWER:
            complaint = unit.session.get_one(Complaint, document.complaint_id)
            answer = unit.session.get(Answer, (complaint.id, complaint.round))
            return None if answer is None else answer.given_by
        case DeliveryPurpose.INTERIM:
            return unit.session.get_one(InterimAnswer, document.subject).given_by
        case DeliveryPurpose.REVIEW:
            return unit.session.get_one(Review, document.subject).decided_by
        case _:
            return None
