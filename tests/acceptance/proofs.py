"""What left an office, by which way, and what is on record of its arrival: a slip, a return, a signature, the sending itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.beside.review_sending import ReviewSending
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from services.letters.sent_letters import goes_by_itself

POSTED = frozenset({Way.LETTER.value, Way.REGISTERED_LETTER.value})
_SENT = (AnswerSending, InterimSending, ReviewSending)
Sending = AnswerSending | InterimSending | ReviewSending


class Proof(StrEnum):
    """By what its way proves it: the post by a slip or a return, the hall by a signature, what is told by the sending itself."""

    SLIP = "slip of the post"
    RETURN = "return of the post"
    SIGNATURE = "signature in the hall"
    SENDING = "record of the sending"
    QUERY_CODE = "stands at the query code"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Sent:
    """One attempt to bring something to somebody; `what` is its kind, `ways` by which it went."""

    story: str
    what: str
    ways: tuple[str, ...]
    proof: Proof


# Frozen for others than the complainant and sent by no post: said to go with what has a record of its own; nothing asks for that.
GOES_WITH: Mapping[str, str] = {
    "delivery_slip": "送达回证 goes along with a letter, whose own proof is on record",
    "referral_sheet": "the unit signs for what was handed over, or answers with its receipt code",
    "statement_notice": "the unit answers it, or its window ends",
    "finding_notice": "the unit reads it with the file in its own account",
    "rectification_notice": "the unit reports on it",
    "supervision_sheet": "the supervision is on the lists of whoever is urged, and ends with its own record",
    "entrustment_letter": "the expert answers it with its receipt code",
    "clue_transfer": "the receipt of the organ is entered with the transfer",
}


def list_sent(session: Session, names: Mapping[str, str]) -> list[Sent]:
    """All that left the office of its cases; `names` are the stories by the number of their case."""
    stories = {case.id: names.get(case.number, case.number) for case in session.scalars(select(Complaint))}
    found = [*_list_sendings(session, stories), *_list_letters(session, stories)]
    return sorted(found, key=lambda one: (one.story, one.what))


def _list_sendings(session: Session, stories: Mapping[str, str]) -> Iterator[Sent]:
    """Answers, interim answers, decisions of reviews; what was left to the post and is not posted too."""
    deliveries = session.scalars(select(LetterDelivery)).all()
    signed = {row.sending_id for row in deliveries if row.sending_id and row.identity_document}
    for table in _SENT:
        for row in session.scalars(select(table)):
            proof = Proof.SIGNATURE if row.id in signed else _proof_of(row)
            yield Sent(stories[row.complaint_id], row.__tablename__, tuple(row.ways), proof)
    for row in deliveries:
        is_told = row.taken_off_at is not None or row.sending_id is not None
        if row.purpose.is_sending and not is_told:
            yield Sent(stories[row.complaint_id], row.purpose.value, tuple(row.ways), Proof.MISSING)


def _list_letters(session: Session, stories: Mapping[str, str]) -> Iterator[Sent]:
    """Receipts, notices and visits of the list of the post, and what was frozen and goes by no list."""
    listed = set()
    for row in session.scalars(select(LetterDelivery).where(LetterDelivery.taken_off_at.is_(None))):
        if not row.purpose.is_sending:
            listed.add(row.subject if row.purpose is DeliveryPurpose.LETTER else "")
            proof = Proof.SIGNATURE if row.identity_document else _proof_of(row)
            yield Sent(stories[row.complaint_id], row.purpose.value, (row.way.value,), proof)
    answered = _list_answered(session)
    published = {
        (row.complaint_id, f"round-{row.round}")
        for row in session.scalars(select(Answer))
        if row.published_at
    }
    for letter in session.scalars(select(CaseLetter).where(CaseLetter.frozen_at.is_not(None))):
        if letter.readers is LetterReaders.RECORD or letter.id in listed:
            continue
        proof = Proof.QUERY_CODE if letter.readers.is_at_query_code and letter.sha256 else Proof.MISSING
        if not goes_by_itself(letter):
            subject = (letter.complaint_id, letter.subject)
            # What nobody could be told otherwise is published at the query code alone.
            shown = proof if subject in published else Proof.MISSING
            proof = Proof.SENDING if subject in answered else shown
        yield Sent(stories[letter.complaint_id], letter.kind, (), proof)


def _list_answered(session: Session) -> set[tuple[str, str]]:
    """Case and subject of what answers and was sent, as its letter names it."""
    answers = {(row.complaint_id, f"round-{row.round}") for row in session.scalars(select(AnswerSending))}
    interim = {(row.complaint_id, row.interim_answer_id) for row in session.scalars(select(InterimSending))}
    reviews = {(row.complaint_id, row.review_id) for row in session.scalars(select(ReviewSending))}
    return answers | interim | reviews


def _proof_of(row: Sending | LetterDelivery) -> Proof:
    """A slip or a return with its words and who entered it; where no paper went, who told it and when."""
    if row.delivered_on is not None and row.proof and row.delivered_by:
        return Proof.SLIP
    if row.returned_on is not None and row.return_reason and row.returned_by:
        return Proof.RETURN
    ways = {row.way.value} if isinstance(row, LetterDelivery) else set(row.ways)
    is_told = row.sent_at is not None and bool(row.sent_by) and bool(ways) and not ways & POSTED
    return Proof.SENDING if is_told else Proof.MISSING
