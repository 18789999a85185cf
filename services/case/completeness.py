"""What must stand in a file by the way it went, and what of it is missing. It names; what the law asks blocks (lawful_end.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy import ColumnElement, exists, select

from models.beside.referral import Referral
from models.case.answer import Answer
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import DecisionKind, Outcome
from models.case.receipt import Receipt
from models.case.return_visit import ReturnVisit
from models.ground.codes import Method
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ways import Way
from services.case.improvement import find_verdict
from services.casefile.answer_sendings import answer_subject, find_due_letter, is_on_file, list_sendings
from services.casefile.decisions import list_decisions
from services.casefile.frozen_answer import lacks_letter
from services.casefile.post_list import LETTER_WAYS
from services.casefile.wished_way import map_wishes
from services.identity.postal_address import is_identity_known
from services.unit_of_work import Unit


class Piece(StrEnum):
    """A piece of a file."""

    RECEIPT = "receipt"
    RECEIPT_SENT = "receipt_sent"
    ACCEPTANCE = "acceptance"
    ACCEPTANCE_LETTER = "acceptance_letter"
    INVESTIGATION = "investigation"
    SIGNED_RECORD = "signed_record"
    FINDINGS = "findings"
    OPINION = "opinion"
    APPROVAL = "approval"
    SETTLEMENT = "settlement"
    WITHDRAWAL = "withdrawal"
    HANDOVER = "handover"
    ANSWER = "answer"
    ANSWER_LETTER = "answer_letter"
    DELIVERY = "delivery"
    RETURN_VISIT = "return_visit"
    IMPROVEMENT = "improvement"


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One piece that the file must hold, and whether it does."""

    piece: Piece
    is_there: bool


HANDLED = (
    Piece.RECEIPT,
    Piece.ACCEPTANCE,
    Piece.INVESTIGATION,
    Piece.SIGNED_RECORD,
    Piece.FINDINGS,
    Piece.OPINION,
    Piece.APPROVAL,
    Piece.ANSWER,
    Piece.DELIVERY,
    Piece.RETURN_VISIT,
    Piece.IMPROVEMENT,
)
ACCEPTANCE_NOTICE = "acceptance_notice"
_Finder = Callable[[Complaint, Unit], bool]
_PAPER = frozenset((*LETTER_WAYS, Way.IN_PERSON))
# Whose records are for signature; earlier releases asked for no moments and have none.
SIGNED = (Method.INTERVIEW, Method.SITE)
TOLD = (Piece.RECEIPT, Piece.ACCEPTANCE, Piece.ANSWER, Piece.IMPROVEMENT)
MUST_HOLD: dict[Outcome, Sequence[Piece]] = {
    Outcome.ACCEPTED: HANDLED,
    Outcome.REFUSED: (*TOLD, Piece.DELIVERY),
    Outcome.MERGED: TOLD,
    Outcome.CONSULTED: TOLD,
    Outcome.SETTLED: (*TOLD, Piece.SETTLEMENT),
    Outcome.REFERRED: (*TOLD, Piece.HANDOVER, Piece.DELIVERY),
    Outcome.WITHDRAWN: (Piece.RECEIPT, Piece.WITHDRAWAL, Piece.ANSWER, Piece.DELIVERY, Piece.IMPROVEMENT),
}


def list_pieces(complaint: Complaint, unit: Unit) -> tuple[PieceLine, ...]:
    """What the file must hold by its outcome, in the order of the work; nothing while the outcome is open."""
    if complaint.outcome is None:
        return ()
    must, sendings = MUST_HOLD[complaint.outcome], list_sendings(complaint.id, complaint.round, unit)
    if _is_on_paper(sendings):
        must = (*must, Piece.ANSWER_LETTER)
    receipts = unit.session.scalars(
        select(Receipt).where(Receipt.complaint_id == complaint.id).order_by(Receipt.id)
    ).all()
    if _is_written_to(receipts, complaint, unit):
        is_accepted = complaint.outcome is Outcome.ACCEPTED
        must = (*must, Piece.RECEIPT_SENT, *((Piece.ACCEPTANCE_LETTER,) if is_accepted else ()))
    finders: Mapping[Piece, _Finder] = {
        **_FINDERS,
        Piece.RECEIPT: lambda _complaint, _unit: bool(receipts),
        Piece.DELIVERY: partial(_is_delivered, sendings),
    }
    return tuple(PieceLine(piece, finders[piece](complaint, unit)) for piece in Piece if piece in must)


def list_missing_pieces(complaint: Complaint, unit: Unit) -> list[str]:
    """The codes of those that it does not hold."""
    return [line.piece.value for line in list_pieces(complaint, unit) if not line.is_there]


def _is_any(condition: ColumnElement[bool], unit: Unit) -> bool:
    return bool(unit.session.scalar(select(exists().where(condition))))


def _decided(kind: DecisionKind) -> Callable[[Complaint, Unit], bool]:
    def is_there(complaint: Complaint, unit: Unit) -> bool:
        # A redo begins with the findings; what was accepted or settled before stands.
        return any(row.kind is kind for row in list_decisions(complaint.id, unit))

    return is_there


def _is_visited(complaint: Complaint, unit: Unit) -> bool:
    visited = (ReturnVisit.complaint_id == complaint.id) & (ReturnVisit.round == complaint.round)
    return _is_any(visited, unit)


def _is_delivered(sendings: Sequence[AnswerSending], complaint: Complaint, unit: Unit) -> bool:
    """Sent by a way, or shown where the complainant wished it; a letter with a number by the proof of its delivery."""
    if not sendings:
        return find_due_letter(complaint.id, answer_subject(complaint.round), unit) is None
    return any(is_on_file(row) for row in sendings)


def _is_on_paper(sendings: Sequence[AnswerSending]) -> bool:
    """Whether the answer went by post or over the counter: then its letter, as it left, belongs to the file."""
    return any(_PAPER.intersection(row.ways) for row in sendings)


def _is_written_to(receipts: Sequence[Receipt], complaint: Complaint, unit: Unit) -> bool:
    """Whether he gave a name and wished letters: what he is told before the answer goes to him on paper too."""
    wish = map_wishes(receipts).get(complaint.id)
    return wish is not None and wish.way in LETTER_WAYS and is_identity_known(complaint.id, unit)


def _is_receipt_sent(complaint: Complaint, unit: Unit) -> bool:
    """Posted or handed over, or taken off the list by somebody who said why."""
    is_done = LetterDelivery.sent_at.is_not(None) | LetterDelivery.taken_off_at.is_not(None)
    of_case = LetterDelivery.complaint_id == complaint.id
    return _is_any(of_case & (LetterDelivery.purpose == DeliveryPurpose.RECEIPT) & is_done, unit)


def _has_acceptance_letter(complaint: Complaint, unit: Unit) -> bool:
    """Frozen: it is on the list of the post from then on."""
    of_case = (CaseLetter.complaint_id == complaint.id) & (CaseLetter.kind == ACCEPTANCE_NOTICE)
    return _is_any(of_case & CaseLetter.frozen_at.is_not(None), unit)


def _has_letter(complaint: Complaint, unit: Unit) -> bool:
    subject = answer_subject(complaint.round)
    return not lacks_letter(DeliveryPurpose.ANSWER, subject, complaint.id, unit)


def _are_records_signed(complaint: Complaint, unit: Unit) -> bool:
    """Of each record that those who were there sign, the signed paper is among the evidence that came of its act."""
    has_paper = exists().where(
        EvidenceItem.act_id == InvestigationAct.id,
        EvidenceItem.file_id.is_not(None),
        EvidenceItem.withdrawn_at.is_(None),
    )
    without = unit.session.scalars(
        select(InvestigationAct).where(
            InvestigationAct.complaint_id == complaint.id,
            InvestigationAct.method.in_(SIGNED),
            InvestigationAct.recorded_at.is_not(None),
            ~has_paper,
        )
    )
    return all((act.details or {}).get("unsigned_reason") for act in without)


def _is_answered(complaint: Complaint, unit: Unit) -> bool:
    answer = unit.session.get(Answer, (complaint.id, complaint.round))
    return answer is not None and answer.published_at is not None


def _is_handed_over(complaint: Complaint, unit: Unit) -> bool:
    proven = Referral.signed_at.is_not(None) | Referral.result_at.is_not(None)
    return _is_any((Referral.complaint_id == complaint.id) & proven, unit)


# Arrival and delivery are found of the receipts and the sendings, which are read once.
_FINDERS: Mapping[Piece, _Finder] = {
    Piece.ACCEPTANCE: _decided(DecisionKind.ACCEPTANCE),
    Piece.RECEIPT_SENT: _is_receipt_sent,
    Piece.ACCEPTANCE_LETTER: _has_acceptance_letter,
    Piece.INVESTIGATION: lambda complaint, unit: _is_any(InvestigationAct.complaint_id == complaint.id, unit),
    Piece.SIGNED_RECORD: _are_records_signed,
    Piece.FINDINGS: _decided(DecisionKind.FINDINGS),
    Piece.OPINION: _decided(DecisionKind.OPINION),
    Piece.APPROVAL: _decided(DecisionKind.APPROVAL),
    Piece.SETTLEMENT: _decided(DecisionKind.SETTLEMENT),
    Piece.WITHDRAWAL: _decided(DecisionKind.WITHDRAWAL),
    Piece.HANDOVER: _is_handed_over,
    Piece.ANSWER: _is_answered,
    Piece.ANSWER_LETTER: _has_letter,
    Piece.RETURN_VISIT: _is_visited,
    Piece.IMPROVEMENT: lambda complaint, unit: find_verdict(complaint, unit) is not None,
}
