"""The entry of the trail about a sending: of which document it is, and what became of it."""

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from services.actor import Actor
from services.casefile.answer_sendings import Sending
from services.unit_of_work import Unit


def tell_sending(event: str, sending: Sending, unit: Unit, actor: Actor) -> None:
    """`event` is `sent`, `returned` or `delivered`."""
    document, subject = _name(sending)
    told: dict[str, object] = {**subject, "attempt": sending.attempt, "mail_no": sending.mail_no}
    if event == "sent":
        told["ways"] = sending.ways
    unit.trail.add(sending.complaint_id, f"{document}.{event}", told, actor)


def _name(sending: Sending) -> tuple[str, dict[str, object]]:
    if isinstance(sending, AnswerSending):
        return "answer", {"round": sending.round}
    if isinstance(sending, ReviewSending):
        return "review", {"review_id": sending.review_id}
    return "interim", {"interim_answer_id": sending.interim_answer_id}
