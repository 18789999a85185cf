"""The entry of the trail about a sending: of which document it is, and what became of it."""

from collections.abc import Mapping

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.interim_sending import InterimSending
from services.actor import Actor
from services.casefile.answer_sendings import Sending
from services.unit_of_work import Unit

# What the trail calls each, and the field by which it names what was sent.
DOCUMENTS: Mapping[type[Sending], tuple[str, str]] = {
    AnswerSending: ("answer", "round"),
    InterimSending: ("interim", "interim_answer_id"),
    ReviewSending: ("review", "review_id"),
}


def tell_sending(event: str, sending: Sending, unit: Unit, actor: Actor) -> None:
    """`event` is `sent`, `returned` or `delivered`."""
    document, field = DOCUMENTS[type(sending)]
    told = {field: getattr(sending, field), "attempt": sending.attempt, "mail_no": sending.mail_no}
    if event == "sent":
        told["ways"] = sending.ways
    unit.trail.add(sending.complaint_id, f"{document}.{event}", told, actor)
