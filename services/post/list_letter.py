"""A person puts a frozen letter on the list of the post (交寄)."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.ground.delivery_codes import DeliveryPurpose, DeliveryState
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.casefile.post_list import LETTER_WAYS, NewDelivery, put_on_list
from services.letters.sent_letters import goes_by_itself
from services.post.letter_return import is_owed
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NAME, LONGEST_ADDRESS = 100, 200


@dataclass(frozen=True, slots=True)
class ListLetter:
    """`to_name` and `to_address` of who gets it, where it is not for the complainant.

    `instead_of`: the attempt that came back and is owed no more when this one goes, under whatever name.
    """

    letter_id: str
    way: Way = Way.REGISTERED_LETTER
    to_name: str = ""
    to_address: str = ""
    instead_of: str = ""


def list_letter(command: ListLetter, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of its case.

    NotFound for what is not frozen, is a record, or is not this person's to read; NotPermitted for who only reads it;
    InvalidInput by field; Conflict("ALREADY_LISTED") while it waits there or is out.
    """
    with unit_of_work as unit:
        letter = unit.session.get(CaseLetter, command.letter_id)
        if letter is None or letter.frozen_at is None or not goes_by_itself(letter):
            raise NotFound
        complaint = get_complaint(letter.complaint_id, unit)
        login = require_may_write(complaint, unit, actor)
        is_for_others = letter.readers is LetterReaders.OTHERS
        _check(command, is_for_others=is_for_others)
        came_back = _find_returned(command, letter, unit)
        name = command.to_name.strip() if is_for_others else None
        _require_off(letter, name, complaint, unit)
        address = command.to_address.strip() if is_for_others else None
        new = NewDelivery(
            DeliveryPurpose.LETTER, letter.id, command.way, login, name, address, instead_of=came_back
        )
        row = put_on_list(new, complaint.id, unit)
        payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
        unit.trail.add(complaint.id, "delivery.listed", payload, actor)
        return complaint.id


def _find_returned(command: ListLetter, letter: CaseLetter, unit: Unit) -> str | None:
    """InvalidInput on `instead_of` for what is no attempt of this letter to somebody else that came back and is owed."""
    if not command.instead_of:
        return None
    row = unit.session.get(LetterDelivery, command.instead_of)
    is_its = row is not None and (row.complaint_id, row.subject) == (letter.complaint_id, letter.id)
    if row is None or not is_its or row.to_name is None or not is_owed(row, unit):
        raise InvalidInput({"instead_of": "NOT_AN_OPTION"})
    return row.id


def _check(command: ListLetter, *, is_for_others: bool) -> None:
    faults = {}
    if command.way not in LETTER_WAYS:
        faults["way"] = "NOT_AN_OPTION"
    told = {"to_name": (command.to_name, LONGEST_NAME), "to_address": (command.to_address, LONGEST_ADDRESS)}
    for field, (text, longest) in told.items() if is_for_others else ():
        if not 1 <= len(text.strip()) <= longest:
            faults[field] = "TOO_LONG" if text.strip() else "REQUIRED"
    if faults:
        raise InvalidInput(faults)


def _require_off(letter: CaseLetter, name: str | None, complaint: Complaint, unit: Unit) -> None:
    """Nothing of it waits or is out for the same person."""
    rows = select(LetterDelivery).where(
        LetterDelivery.complaint_id == complaint.id,
        LetterDelivery.purpose == DeliveryPurpose.LETTER,
        LetterDelivery.subject == letter.id,
    )
    for row in unit.session.scalars(rows):
        if row.state in (DeliveryState.TO_POST, DeliveryState.POSTED) and row.to_name == name:
            raise Conflict(code="ALREADY_LISTED")
