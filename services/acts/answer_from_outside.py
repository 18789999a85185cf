"""A unit outside answers with the reference and the receipt code of its sheet, without an account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.beside.entrustment import Entrustment
from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.ground.base import JsonObject
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotFound
from services.actor import Actor, outside_unit
from services.acts.second_look import SecondInstance, take_second_instance
from services.attempts.count_guess import check_code
from services.attempts.count_request import count_request
from services.attempts.rate_limit import by_source, by_source_and
from services.attempts.rules import HANDOVERS_PER_ADDRESS, HANDOVERS_PER_REFERENCE, REQUESTS_PER_HANDED_OVER
from services.beside.entrustment.return_report import return_report
from services.beside.referral.register_answer import AnswerKind, OutsideAnswer, register_answer
from services.beside.referral.superior_decision import SuperiorDecision, decide_as_superior
from services.beside.sheets.receipt_code import is_receipt_code
from services.casefile.get_case import get_complaint
from services.evidence.attached_files import AnsweredCase, enter_told_files
from services.evidence.incoming_file import IncomingFile, StoredFile
from services.evidence.items import NewItem
from services.evidence.resent_files import digest_files
from services.evidence.take_files import take_all_files
from services.office.unit_options import find_unit_name
from services.once.once_per_submission import Sending, once_per_submission
from services.requests.request_rows import RequestRow
from services.unit_of_work import Unit, UnitOfWork

HandedOver = Referral | Entrustment | SecondInstance
REFERENCE = re.compile(r"(?P<number>[A-Z0-9]+-\d{4}-\d{6})-(?P<letter>[RWF])(?P<no>\d{1,4})")
MAX_TEXT = 10_000
AFTER_ARCHIVE = "归档后收到的回复的附件"


class HandoverAnswer(StrEnum):
    """What a unit outside can say; a report answers an entrustment, the others a referral."""

    SIGNED = "signed"
    OBJECTED = "objected"
    RESULT = "result"
    REPORT = "report"
    # The superior organ on the matters of a case that was passed on to it.
    DECIDED = "decided"
    # The superior organ on a review of an answered case.
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class AnswerFromOutside:
    """What was typed; `reference` is `<number>-R1` of a referral, `-W1` of an entrustment or `-F1` of a review.

    Sent again with the same `submission_id` it is the same answer.
    """

    reference: str
    receipt_code: str
    answer: HandoverAnswer
    text: str = ""
    submission_id: str = ""
    superior: SuperiorDecision | None = None
    review_outcome: ReviewOutcome | None = None
    files: tuple[IncomingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenAnswer:
    """`was_awaited` is False for an early or late answer, which is on file and moves nothing."""

    reference: str
    was_awaited: bool


def answer_from_outside(command: AnswerFromOutside, unit_of_work: UnitOfWork, actor: Actor) -> TakenAnswer:
    """Take the answer of the unit whose sheet this is, once; a repeat is told the same.

    NotFound for a wrong reference or code alike, TriedTooOften after too many wrong ones per source and reference or too
    many answers per case, OBJECTION_TOO_LATE or OBJECTION_USED, InvalidInput by field, on `files` where
    one cannot be taken: what proves an answer comes with it or the answer does not.
    """
    reference = command.reference.strip().upper()
    if len(command.text) > MAX_TEXT:
        raise InvalidInput({"text": "TOO_LONG"})
    complaint_id = find_handed_over(reference, command.receipt_code, unit_of_work, actor).complaint_id
    said: list[object] = [reference, command.answer.value, command.text, *digest_files(command.files)]
    if command.superior is not None:
        said.append(repr(command.superior))
    if command.review_outcome is not None:
        said.append(command.review_outcome.value)
    sending = Sending(command.submission_id, "handover", complaint_id, said)
    known = count_request(sending, unit_of_work, REQUESTS_PER_HANDED_OVER)
    stored = take_all_files(command.files, unit_of_work.ports) if known is None else []
    with unit_of_work as unit:
        # Before the row, as whoever ends the request does it.
        complaint = get_complaint(complaint_id, unit)
        row = _find(reference, command.receipt_code, unit, lock=True)
        if row is None:
            raise NotFound

        def take() -> JsonObject:
            was_awaited = _take(row, command, unit, actor)
            _keep(stored, row, AnsweredCase(unit, complaint, actor))
            return {"was_awaited": was_awaited}

        taken = once_per_submission(sending, unit, take)
        return TakenAnswer(reference, bool(taken["was_awaited"]))


def find_handed_over(reference: str, receipt_code: str, unit_of_work: UnitOfWork, actor: Actor) -> HandedOver:
    """The request of this sheet, detached; NotFound and TriedTooOften as above, guesses are counted."""
    told = reference.strip().upper()
    if not told:
        # As for a case without a number: nobody's sheet is guessed at.
        raise NotFound
    keys = (
        by_source(HANDOVERS_PER_ADDRESS, actor, unit_of_work),
        by_source_and(told, HANDOVERS_PER_REFERENCE, actor),
    )
    found: list[HandedOver] = []

    def find() -> str | None:
        with unit_of_work.reading() as unit:
            row = _find(told, receipt_code, unit)
        found[:] = [] if row is None else [row]
        return None if row is None else row.id

    if check_code(keys, find, unit_of_work) is None:
        raise NotFound
    return found[0]


def _find(reference: str, code: str, unit: Unit, *, lock: bool = False) -> HandedOver | None:
    """The request of this sheet; None for a wrong reference or code alike."""
    row = _find_by_reference(reference, unit)
    if lock and row is not None:
        unit.session.refresh(row, with_for_update=True)
    stored = None if row is None else row.receipt_code_hmac
    # Compared for an unknown reference too: both wrong answers take the same time.
    return row if is_receipt_code(code, stored) else None


def _find_by_reference(reference: str, unit: Unit) -> HandedOver | None:
    parts = REFERENCE.fullmatch(reference)
    if parts is None:
        return None
    number, no = parts["number"], int(parts["no"])
    if parts["letter"] == "R":
        return _find_row(Referral, number, no, unit)
    if parts["letter"] == "F":
        return _find_row(SecondInstance, number, no, unit)
    return _find_row(Entrustment, number, no, unit)


def _find_row(table: type[RequestRow], number: str, no: int, unit: Unit) -> RequestRow | None:
    return unit.session.scalars(
        select(table)
        .join(Complaint, Complaint.id == table.complaint_id)
        .where(Complaint.number == number, table.no == no)
    ).one_or_none()


def _keep(stored: Sequence[StoredFile], row: HandedOver, case: AnsweredCase) -> None:
    """The files of an answer, from the unit whose sheet it is."""
    code = (row.to_unit if isinstance(row, Entrustment) else row.unit_code) or ""
    sender = outside_unit(code, case.actor.client_address)
    told = NewItem(provider=find_unit_name(code, case.unit), addendum_reason=AFTER_ARCHIVE)
    enter_told_files(stored, AnsweredCase(case.unit, case.complaint, sender), told)


def _take(row: HandedOver, command: AnswerFromOutside, unit: Unit, actor: Actor) -> bool:
    if isinstance(row, SecondInstance):
        if command.answer is not HandoverAnswer.REVIEWED:
            raise InvalidInput({"answer": "NOT_AN_OPTION"})
        return take_second_instance(row, (command.review_outcome, command.text), unit, actor)
    if isinstance(row, Entrustment):
        if command.answer is not HandoverAnswer.REPORT:
            raise InvalidInput({"answer": "NOT_AN_OPTION"})
        return return_report(row, command.text, unit, outside_unit(row.to_unit, actor.client_address))
    if command.answer in (HandoverAnswer.REPORT, HandoverAnswer.REVIEWED):
        raise InvalidInput({"answer": "NOT_AN_OPTION"})
    sender = outside_unit(row.unit_code, actor.client_address)
    if command.answer is HandoverAnswer.DECIDED:
        if command.superior is None:
            raise InvalidInput({"decision": "REQUIRED"})
        decide_as_superior(row, command.superior, unit, sender)
        return True
    answer = OutsideAnswer(AnswerKind(command.answer.value), command.text)
    return register_answer(row, answer, unit, sender)
