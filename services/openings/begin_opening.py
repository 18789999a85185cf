"""A registrar tells that a box or a tray of mail was opened: where, when, with whom, and how many things were in it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from models.case.opening import SIGN_LENGTH, Found, Opening
from models.ground.base import ID_LENGTH
from models.ground.codes import Channel
from models.ground.errors import InvalidInput
from models.ground.lock_or_insert import lock_or_insert
from models.ground.opening_codes import FoundState, OpeningState
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.filing.register_complaint import OPENED_BY_TWO
from services.once.once_per_submission import check_submission_id
from services.openings.get_opening import OPENERS
from services.unit_of_work import Unit, UnitOfWork

MOST_FOUND = 300
LONGEST_PLACE = 100
# Read aloud and typed without a doubt: no 0, O, 1, I, L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class BeginOpening:
    """`opened_at` None, or `found` None, is what could not be read as one."""

    submission_id: str
    channel: str
    place: str
    opened_at: datetime | None
    found: int | None
    second_opener: str


def begin_opening(command: BeginOpening, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the opening, one for each form. It waits for the second opener.

    InvalidInput by field: a channel that is not opened by two, a moment to come, a second opener who is the first or takes
    in no complaints; on `submission_id` (SENT_BEFORE) for other words under the id of a form that was taken.
    """
    login = require_role(actor, *OPENERS)
    check_submission_id(command.submission_id)
    told = hashlib.sha256(f"opening\n{login}\n{command.submission_id}".encode())
    opening_id = told.hexdigest()[:ID_LENGTH]
    with unit_of_work as unit:
        if faults := _find_faults(command, login, unit):
            raise InvalidInput(faults)
        sign = "".join(secrets.choice(_LETTERS) for _ in range(SIGN_LENGTH))
        now = unit.clock.now()
        row = lock_or_insert(
            unit.session,
            Opening,
            opening_id,
            id=opening_id,
            sign=sign,
            channel=Channel(command.channel),
            place=command.place.strip(),
            opened_at=command.opened_at,
            found=command.found,
            first_opener=login,
            second_opener=command.second_opener,
            begun_at=now,
            state=OpeningState.BEGUN,
            state_at=now,
        )
        if row.sign != sign:
            return _same(row, command)
        unit.session.add_all(
            Found(opening_id=row.id, no=no, state=FoundState.WAITING) for no in range(1, row.found + 1)
        )
        payload = {"opening_id": row.id, "channel": row.channel.value, "found": row.found}
        unit.trail.add(None, "opening.begun", payload, actor)
        return row.id


def _same(row: Opening, command: BeginOpening) -> str:
    before = (row.channel, row.place, row.opened_at, row.found, row.second_opener)
    now = (
        Channel(command.channel),
        command.place.strip(),
        command.opened_at,
        command.found,
        command.second_opener,
    )
    if before != now:
        raise InvalidInput({"submission_id": "SENT_BEFORE"})
    return row.id


def _find_faults(command: BeginOpening, login: str, unit: Unit) -> dict[str, str]:
    errors: dict[str, str] = {}
    if command.channel not in OPENED_BY_TWO:
        errors["channel"] = "NOT_AN_OPTION" if command.channel else "REQUIRED"
    place = command.place.strip()
    if not 1 <= len(place) <= LONGEST_PLACE or "\x00" in place:
        errors["place"] = "TOO_LONG" if place else "REQUIRED"
    if command.opened_at is None:
        errors["opened_at"] = "NOT_A_DATE"
    elif command.opened_at > unit.clock.now():
        errors["opened_at"] = "IN_THE_FUTURE"
    if command.found is None or not 0 <= command.found <= MOST_FOUND:
        errors["found"] = "FOUND_OUT_OF_RANGE"
    second = unit.session.get(Staff, command.second_opener) if command.second_opener else None
    if not command.second_opener:
        errors["second_opener"] = "REQUIRED"
    elif command.second_opener == login:
        errors["second_opener"] = "SAME_PERSON"
    elif second is None or not may_open(second):
        errors["second_opener"] = "NOT_AN_OPTION"
    return errors


def may_open(person: Staff) -> bool:
    """Whether somebody works here and takes in complaints, so that he can read and confirm an opening."""
    return person.active and bool({role.value for role in OPENERS} & set(person.roles))
