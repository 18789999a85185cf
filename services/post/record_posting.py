"""Letters handed to the post: of what answers this is its sending, and meets its limit, so that it has a number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ways import Way
from services.actor import Actor
from services.casefile.answer_sendings import is_overtaken
from services.casefile.frozen_answer import LETTER_NOT_FROZEN, find_frozen, lacks_letter
from services.casefile.mail_number import find_fault, find_taken, tidy
from services.casefile.wished_way import find_wished_ways
from services.post.lock_delivery import lock_delivery
from services.post.post_letter import Handed, find_sending, post_letter
from services.post.unmet_wish import lacks_reason
from services.unit_of_work import Unit, UnitOfWork

MOST_AT_ONCE = 200
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """One that was handed to the post; a letter that is not registered has no number, unless it answers.

    `reason`: why it is posted though its complainant wished to fetch it in the hall; of no other letter is it asked or kept.
    """

    delivery_id: str
    mail_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RecordPosting:
    """All of one day; `posted_on` None is today."""

    letters: tuple[PostedLetter, ...]
    posted_on: date | None = None


def record_posting(command: RecordPosting, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """How many are posted by it; what was posted before with the same number counts no more and harms nothing.

    InvalidInput by `number-` or `reason-` and the id (LETTER_NOT_FROZEN for what answers and has no letter yet), or on
    `posted_on`, as before the day of that letter, and then none of them is recorded. NotFound for one of a case that is not
    this person's to read, NotPermitted for who only reads it.
    """
    with unit_of_work as unit:
        rows = [
            (lock_delivery(letter.delivery_id, unit, actor), letter)
            for letter in _in_order(command.letters, unit)
        ]
        open_ones = [(row, tidy(letter.mail_no)) for row, letter in rows if not _is_repeat(row, letter, unit)]
        faults = _find_faults(open_ones, unit) | _find_early(open_ones, command.posted_on, unit)
        faults |= _take_reasons([known for known in rows if known[0].is_to_post], unit)
        if faults:
            raise InvalidInput(faults)
        # An answer takes the interim answers of its case off the list: what left with it is posted before it.
        for row, number in sorted(open_ones, key=lambda one: one[0].purpose is DeliveryPurpose.ANSWER):
            _post(row, Handed(number, command.posted_on), unit, actor)
        return len(open_ones)


def field_of(delivery_id: str) -> str:
    """The field in which the number of a letter is typed."""
    return f"number-{delivery_id}"


def reason_field_of(delivery_id: str) -> str:
    """The field in which it is typed why a letter is posted that was to be fetched."""
    return f"reason-{delivery_id}"


def _in_order(letters: Iterable[PostedLetter], unit: Unit) -> list[PostedLetter]:
    """By case, which is locked before its letter: whoever else posts letters of these cases locks in the same order."""
    told = sorted(letters, key=lambda letter: letter.delivery_id)[:MOST_AT_ONCE]
    ids = [letter.delivery_id for letter in told]
    query = select(LetterDelivery.id, LetterDelivery.complaint_id).where(LetterDelivery.id.in_(ids))
    case_of = {row_id: case for row_id, case in unit.session.execute(query)}
    return sorted(told, key=lambda letter: case_of.get(letter.delivery_id, ""))


def _is_repeat(row: LetterDelivery, letter: PostedLetter, unit: Unit) -> bool:
    """A form that came twice: it says what stands there."""
    if row.is_to_post or row.taken_off_at is not None:
        return False
    sending = find_sending(row, unit)
    stands = row.mail_no if sending is None else sending.mail_no
    return (stands or "") == tidy(letter.mail_no)


def _find_faults(rows: list[tuple[LetterDelivery, str]], unit: Unit) -> dict[str, str]:
    numbers = Counter(number for _, number in rows if number)
    taken = find_taken(list(numbers), unit)
    faults = {field_of(row.id): _find_fault(row, number, taken, unit) for row, number in rows}
    for row, number in rows:
        if number and numbers[number] > 1:
            faults[field_of(row.id)] = "MAIL_NO_TWICE"
    return {name: code for name, code in faults.items() if code}


def _take_reasons(rows: list[tuple[LetterDelivery, PostedLetter]], unit: Unit) -> dict[str, str]:
    """Each with its row, where one has to be told; what is wrong with the others."""
    wishes = find_wished_ways({row.complaint_id for row, _ in rows}, unit)
    faults = {}
    for row, letter in rows:
        if not lacks_reason(row, wishes.get(row.complaint_id)):
            continue
        reason = letter.reason.strip()
        if 1 <= len(reason) <= LONGEST_REASON:
            row.other_way_reason = reason
        else:
            faults[reason_field_of(row.id)] = "TOO_LONG" if reason else "HALL_WISHED"
    return faults


def _find_early(rows: list[tuple[LetterDelivery, str]], day: date | None, unit: Unit) -> dict[str, str]:
    """None left before the day that stands on it."""
    letters = [find_frozen(row.purpose, row.subject, row.complaint_id, unit) for row, _ in rows if day]
    is_early = any(letter and letter.dated and day and day < letter.dated for letter in letters)
    return {"posted_on": "BEFORE_LETTER"} if is_early else {}


def _find_fault(row: LetterDelivery, number: str, taken: set[str], unit: Unit) -> str | None:
    if not row.is_to_post:
        return "NOT_TO_POST"
    # That of an earlier round is refused for that.
    is_due = not is_overtaken(row, unit.session.get_one(Complaint, row.complaint_id))
    if is_due and lacks_letter(row.purpose, row.subject, row.complaint_id, unit):
        return LETTER_NOT_FROZEN
    if row.way is Way.LETTER and not number and not row.purpose.is_sending:
        return None
    return find_fault(number) or ("MAIL_NO_TAKEN" if number in taken else None)


def _post(row: LetterDelivery, handed: Handed, unit: Unit, actor: Actor) -> None:
    try:
        post_letter(row, handed, unit, actor)
    except InvalidInput as refused:
        # What the sending of an answer calls its day.
        raise InvalidInput({"posted_on": next(iter(refused.errors.values()))}) from refused
    except RuleRefused as refused:
        raise InvalidInput({field_of(row.id): refused.code}) from refused
