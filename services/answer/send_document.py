"""Sends the answer of a round, an interim answer or the decision of a review, or leaves it to the mail room or the hall."""

from dataclasses import dataclass, replace
from typing import Protocol

from models.beside.review import Review
from models.case.answer import Answer
from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ways import Way
from services.actor import Actor
from services.answer.answer_by_post import Posted, leave_to_post
from services.answer.call_bounds import list_call_bounds
from services.answer.send_answer import SendAnswer, send_answer
from services.answer.send_interim import send_interim
from services.answer.send_review import send_review
from services.answer.talk import find_call_moment, ways_told
from services.case.record_contact import record_contact
from services.casefile.answer_sendings import Sending, answer_subject, find_last_sending
from services.casefile.post_list import LETTER_WAYS
from services.casefile.wished_way import find_met_by, find_wished_way, list_unaddressed
from services.identity.known_name import has_known_name
from services.unit_of_work import Unit

EARLIER_ROUND = "ANSWER_OF_EARLIER_ROUND"
NO_NAME_TO_COMPARE = "NO_NAME_TO_COMPARE"


class Sendable(Protocol):
    """One of the three, of whichever case."""

    @property
    def complaint_id(self) -> str:
        """Of its case."""

    @property
    def purpose(self) -> DeliveryPurpose:
        """Which of the three."""

    @property
    def subject(self) -> str:
        """As the list of the post names it."""


@dataclass(frozen=True, slots=True)
class ToSend:
    """One of the three by its names alone."""

    complaint_id: str
    purpose: DeliveryPurpose
    subject: str


def send_document(document: Sendable, command: SendAnswer, unit: Unit, actor: Actor) -> Sending:
    """Its sending, by the one way there is; the caller's unit, InvalidInput by field.

    RuleRefused("ANSWER_OF_EARLIER_ROUND") for what would count as the answer of a round for which it was not written.
    """
    if document.purpose is DeliveryPurpose.REVIEW:
        return send_review(command, unit.session.get_one(Review, document.subject), unit, actor)
    if document.purpose is DeliveryPurpose.INTERIM:
        return send_interim(command, unit.session.get_one(InterimAnswer, document.subject), unit, actor)
    complaint = unit.session.get_one(Complaint, document.complaint_id)
    if document.subject != answer_subject(complaint.round):
        raise RuleRefused(EARLIER_ROUND)
    is_first = find_last_sending(complaint.id, complaint.round, unit) is None
    sending = send_answer(command, complaint, unit, actor)
    if is_first and (answer := unit.session.get(Answer, (complaint.id, complaint.round))) is not None:
        answer.delivered_at, answer.ways = sending.sent_at, list(sending.ways)
    return sending


def send_or_post(document: Sendable, command: SendAnswer, unit: Unit, actor: Actor) -> Sending | None:
    """The same where nothing has to be posted or signed for first; None where it is sent by whoever posts or hands it over.

    A letter without a number meets no limit: it waits on the list of the post until it is handed over with one. Nor does a
    tick of in person: it waits in the hall, which hands it over against an identity document and a signed slip. What is told
    at once by other ways is a sending of its own; the query code goes along with the paper.
    InvalidInput on `other_way_reason` for the query code alone where another way was wished and no reason stands against it,
    on `ways` for in person of who gave no name: the hall could compare nobody with the file, on `talk_with` for a call in
    vain alone. Beside another way that is on file as tried.
    """
    command = _mind_call(document, command, unit, actor)
    if Way.IN_PERSON in command.ways and not _is_comparable(document, unit):
        raise InvalidInput({"ways": NO_NAME_TO_COMPARE})
    command = mind_wish(document, command, unit)
    waiting = _list_waiting(command)
    at_once = tuple(way for way in command.ways if way not in waiting)
    if command.to_post or (waiting and set(at_once) <= {Way.QUERY_CODE}):
        _leave(document, command, unit, actor)
        return None
    sending = send_document(document, replace(command, ways=at_once), unit, actor)
    if waiting:
        _leave(document, replace(command, ways=waiting), unit, actor)
    return sending


def _mind_call(document: Sendable, command: SendAnswer, unit: Unit, actor: Actor) -> SendAnswer:
    """The same without a call in vain, which told nothing."""
    talk = command.talk
    if talk is None or talk.has_told:
        return command
    left = replace(command, ways=ways_told(command.ways, talk), talk=None)
    complaint = unit.session.get_one(Complaint, document.complaint_id)
    bounds = list_call_bounds(document.purpose, document.subject, complaint, unit)
    tried = replace(talk, at=find_call_moment(talk, bounds, unit))
    record_contact(tried.as_contact(""), complaint, unit, actor)
    return left


def _is_comparable(document: Sendable, unit: Unit) -> bool:
    return has_known_name(unit.session.get_one(Complaint, document.complaint_id), unit)


def _list_waiting(command: SendAnswer) -> tuple[Way, ...]:
    """The ways that are on record with a number, or with a signature, and not with a tick."""
    unproved = (Way.IN_PERSON,) if command.mail_no else (*LETTER_WAYS, Way.IN_PERSON)
    return tuple(way for way in command.ways if way in unproved)


def mind_wish(document: Sendable, command: SendAnswer, unit: Unit) -> SendAnswer:
    """The same with its reason, or without one where the wish is met and needs none.

    Each form that has the field asks for it wherever the wish is not met; here only what no form may leave out is asked.
    """
    wish = find_wished_way(document.complaint_id, unit)
    if not find_met_by(wish, document.complaint_id, unit).isdisjoint(command.ways):
        return replace(command, reason="")
    lead_nowhere = list_unaddressed(document.complaint_id, unit) | {Way.QUERY_CODE}
    if lead_nowhere.issuperset(command.ways) and not command.reason.strip():
        raise InvalidInput({"other_way_reason": "OTHER_WAY_WISHED"})
    return command


def _leave(document: Sendable, command: SendAnswer, unit: Unit, actor: Actor) -> None:
    posted = Posted(document.purpose, document.subject, command.ways, command.reason)
    leave_to_post(posted, unit.session.get_one(Complaint, document.complaint_id), unit, actor)
