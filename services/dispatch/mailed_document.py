"""Plans that a document itself goes by e-mail: with its sending, or when it is frozen, in the transaction of either.

What was not frozen when its sending was put on record waits for that. What had not left when a later one of its kind
takes its place does not leave any more.
"""

from collections.abc import Iterable

from sqlalchemy import select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_sending import InterimSending
from models.case.letter import CaseLetter
from models.case.lifecycle import ClockStopReason
from models.ground.dispatch_codes import NOT_ARRIVED, DispatchPurpose, DispatchState
from models.ground.ids import new_id
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from services.access.restricted import find_restriction
from services.actor import SYSTEM
from services.casefile.sent_notice import NOTICE_KIND
from services.casefile.standing import is_bounded
from services.casefile.void_notice import is_void
from services.casefile.wished_way import find_wished_way
from services.clocks.return_limit import meet_return_limits
from services.identity.written_address import find_written_address
from services.unit_of_work import Unit

# The kinds of letters that are mailed with a sending of their own.
PURPOSES = {
    "answer": DispatchPurpose.ANSWER_LETTER,
    "interim_answer": DispatchPurpose.INTERIM_ANSWER_LETTER,
    "review_decision": DispatchPurpose.REVIEW_DECISION,
}
_KINDS = {purpose: kind for kind, purpose in PURPOSES.items()}
# An answer repeats what the interim answers said.
_REPLACES = {
    DispatchPurpose.ANSWER_LETTER: (DispatchPurpose.ANSWER_LETTER, DispatchPurpose.INTERIM_ANSWER_LETTER),
    DispatchPurpose.INTERIM_ANSWER_LETTER: (DispatchPurpose.INTERIM_ANSWER_LETTER,),
    DispatchPurpose.REVIEW_DECISION: (DispatchPurpose.REVIEW_DECISION,),
    DispatchPurpose.LETTER: (DispatchPurpose.LETTER,),
}
# Of letters without a sending of their own: the last day that the latest tells is the one that counts.
_LATEST_COUNTS = frozenset({NOTICE_KIND})
_NOT_LEFT = (
    DispatchState.AWAITS_LETTER,
    DispatchState.WAITING,
    DispatchState.KEPT,
    DispatchState.REFUSED,
    DispatchState.RETURNED,
)
NOT_BY_MAIL = "NOT_BY_MAIL"


def plan_with_sending(purpose: DispatchPurpose, sending_id: str, complaint: Complaint, unit: Unit) -> None:
    """Of a sending by e-mail that is flushed."""
    subject = _letter_subject(purpose, sending_id, unit)
    letter_id = unit.session.scalars(
        select(CaseLetter.id).where(
            CaseLetter.complaint_id == complaint.id,
            CaseLetter.kind == _KINDS[purpose],
            CaseLetter.subject == subject,
            CaseLetter.frozen_at.is_not(None),
        )
    ).one_or_none()
    row = _add(purpose, sending_id, complaint, unit)
    row.letter_id = letter_id
    row.state = DispatchState.AWAITS_LETTER if letter_id is None else DispatchState.WAITING
    _replace_older(row, subject, unit)


def mail_frozen(letter: CaseLetter, complaint: Complaint, unit: Unit) -> bool:
    """Whether it goes by mail: a sending has waited for it, or its complainant wished mail and it has no sending of its own."""
    purpose = PURPOSES.get(letter.kind)
    if purpose is not None:
        return _release(purpose, letter, unit)
    wish = find_wished_way(complaint.id, unit)
    if wish is None or wish.way is not Way.EMAIL or find_mail_bar(letter, unit) is not None:
        return False
    if find_written_address(complaint.id, Way.EMAIL, unit) is None:
        return False
    row = _add(DispatchPurpose.LETTER, letter.id, complaint, unit)
    row.letter_id = letter.id
    if letter.kind in _LATEST_COUNTS:
        _replace_older(row, letter.kind, unit)
    return True


def find_mail_bar(letter: CaseLetter, unit: Unit) -> str | None:
    """NOT_BY_MAIL for what its complainant may not read himself, and of a case that is for named readers alone."""
    is_hidden = letter.readers is LetterReaders.CONCERNED and is_bounded(letter.complaint_id, unit)
    is_his = letter.readers.is_at_query_code and not is_hidden
    return None if is_his and find_restriction(letter.complaint_id, unit) is None else NOT_BY_MAIL


def may_go_again(row: Dispatch) -> bool:
    """Whether the same attempt may be made again: not of what is not frozen, nor of a sending that was refused or came back.

    That is sent by a sending of its own, by another address or way.
    """
    is_sending = row.purpose in PURPOSES.values()
    is_back = row.state in NOT_ARRIVED and is_sending
    return row.state is not DispatchState.AWAITS_LETTER and not is_back


def is_void_by_now(row: Dispatch, unit: Unit) -> bool:
    """Whether a letter that it brings, or tells of, has come to nothing: it does not leave any more."""
    if row.purpose is not DispatchPurpose.LETTER:
        return False
    letter = unit.session.get(CaseLetter, row.subject)
    return letter is not None and is_void(letter, unit)


def may_be_told(row: Dispatch) -> bool:
    """Whether a word that it was told otherwise is enough: not of a document that was refused or came back: that is sent again.

    A sending says when and how the complainant got it, and rights count from that; a note beside a mail does not.
    """
    return row.state not in NOT_ARRIVED or row.letter_id is None


def _add(purpose: DispatchPurpose, subject: str, complaint: Complaint, unit: Unit) -> Dispatch:
    now = unit.clock.now()
    row = Dispatch(
        id=new_id(),
        complaint_id=complaint.id,
        purpose=purpose,
        subject=subject,
        way=Way.EMAIL,
        state=DispatchState.WAITING,
        made_at=now,
        state_at=now,
        next_try_at=unit.ports.system_clock.now(),
    )
    unit.session.add(row)
    return row


def _release(purpose: DispatchPurpose, letter: CaseLetter, unit: Unit) -> bool:
    """The sendings of it that have waited."""
    awaiting = select(Dispatch).where(
        Dispatch.complaint_id == letter.complaint_id,
        Dispatch.purpose == purpose,
        Dispatch.state == DispatchState.AWAITS_LETTER,
    )
    rows = [
        row
        for row in unit.session.scalars(awaiting.with_for_update())
        if _letter_subject(purpose, row.subject, unit) == letter.subject
    ]
    for row in rows:
        row.letter_id, row.state, row.state_at = letter.id, DispatchState.WAITING, unit.clock.now()
        row.next_try_at = unit.ports.system_clock.now()
    return bool(rows)


def _letter_subject(purpose: DispatchPurpose, sending_id: str, unit: Unit) -> str:
    """What the letter of a sending tells of, as letters name it."""
    match purpose:
        case DispatchPurpose.ANSWER_LETTER:
            return f"round-{unit.session.get_one(AnswerSending, sending_id).round}"
        case DispatchPurpose.INTERIM_ANSWER_LETTER:
            return unit.session.get_one(InterimSending, sending_id).interim_answer_id
        case DispatchPurpose.REVIEW_DECISION:
            return unit.session.get_one(ReviewSending, sending_id).review_id
        case _:
            return sending_id


def _replace_older(row: Dispatch, named: str, unit: Unit) -> None:
    for older in _list_not_left(row, unit):
        if _is_same_thing(older, row.purpose, named, unit):
            older.state, older.state_at = DispatchState.REPLACED, unit.clock.now()
            # Of a letter without a sending nothing else would end what ran since it came back.
            meet_return_limits(older.complaint_id, {older.id}, ClockStopReason.SENT, unit)
            payload = {"purpose": older.purpose.value, "way": older.way.value, "attempt": older.attempts}
            unit.trail.add(older.complaint_id, "dispatch.replaced", payload, SYSTEM)


def _list_not_left(row: Dispatch, unit: Unit) -> Iterable[Dispatch]:
    asked = select(Dispatch).where(
        Dispatch.complaint_id == row.complaint_id,
        Dispatch.id != row.id,
        Dispatch.purpose.in_(_REPLACES[row.purpose]),
        Dispatch.state.in_(_NOT_LEFT),
    )
    return unit.session.scalars(asked.with_for_update()).all()


def _is_same_thing(older: Dispatch, purpose: DispatchPurpose, named: str, unit: Unit) -> bool:
    """Each interim answer and each review has its own document, of letters each kind."""
    if purpose in (DispatchPurpose.INTERIM_ANSWER_LETTER, DispatchPurpose.REVIEW_DECISION):
        return _letter_subject(purpose, older.subject, unit) == named
    if purpose is DispatchPurpose.LETTER:
        return older.letter_id is not None and unit.session.get_one(CaseLetter, older.letter_id).kind == named
    return True
