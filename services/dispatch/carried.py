"""Plans with a sending what a server or a gateway carries of it: its document by e-mail, a notice of it by SMS."""

from collections.abc import Collection

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from services.casefile.answer_sendings import Sending
from services.dispatch.mailed_document import plan_with_sending
from services.dispatch.texted_notice import plan_text
from services.unit_of_work import Unit

_DOCUMENTS = {
    AnswerSending: DispatchPurpose.ANSWER_LETTER,
    InterimSending: DispatchPurpose.INTERIM_ANSWER_LETTER,
    ReviewSending: DispatchPurpose.REVIEW_DECISION,
}


def plan_carried(sending: Sending, ways: Collection[Way], complaint: Complaint, unit: Unit) -> None:
    """Of a sending that is flushed, by those of `ways` that somebody carries."""
    if Way.EMAIL in ways:
        plan_with_sending(_DOCUMENTS[type(sending)], sending.id, complaint, unit)
    if Way.SMS in ways:
        plan_text(sending, unit)
