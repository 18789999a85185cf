"""A person says what becomes of a message: a complaint of its own, part of a case, or nothing."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.incoming_codes import Door, IncomingState
from models.ground.ways import Way
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.casefile.get_case import get_complaint
from services.evidence.evidence_rows import enter_files, note_refused_files
from services.filing.new_case import FiledComplaint
from services.filing.register_complaint import Effect, RegisterComplaint, register_complaint
from services.incoming.join_case import join_case
from services.incoming.kept_message import (
    Outcome,
    list_files,
    list_refused,
    message_of,
    settle,
    text_of_message,
)
from services.incoming.reading import Arrived
from services.incoming.route_of_words import is_for
from services.incoming.scan_of_many import is_scan_of_many, lies_at_things
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NOTE = 500
_MOVED_ON = "INCOMING_MOVED_ON"


@dataclass(frozen=True, slots=True)
class JoinMessage:
    """`number` is that of the case."""

    incoming_id: str
    number: str


@dataclass(frozen=True, slots=True)
class CloseMessage:
    """`note` says why nothing comes of it."""

    incoming_id: str
    note: str


def register_message(
    incoming_id: str, command: RegisterComplaint, unit_of_work: UnitOfWork, actor: Actor
) -> FiledComplaint:
    """As `register_complaint`, with the files of the message. NotFound as `get_message`, Conflict where it was settled or has
    several things of an opening.
    """

    def take(filed: FiledComplaint, unit: Unit) -> None:
        row = get_message(incoming_id, unit, actor)
        if row.state is IncomingState.FILED and row.complaint_id == filed.complaint_id:
            # The same form again.
            return
        _require_open(row)
        _require_one(row, unit)
        enter_files(filed.complaint_id, list_files(row), unit, actor)
        note_refused_files(filed.complaint_id, list_refused(row), unit, actor)
        settle(row, Outcome(IncomingState.FILED, complaint_id=filed.complaint_id), unit, actor)

    effect = Effect(lambda unit: get_message(incoming_id, unit, actor), take)
    return register_complaint(command, unit_of_work, actor, effect)


def join_message(command: JoinMessage, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the case. InvalidInput on `number`: NOT_FOUND for no case that the person may read, CASE_ARCHIVED."""
    with unit_of_work as unit:
        row = get_message(command.incoming_id, unit, actor)
        _require_open(row)
        _require_one(row, unit)
        complaint = _find_case(command.number, unit, actor)
        # A mail that somebody saved into the folder is one.
        way = Way.EMAIL if row.door is Door.FOLDER and "from" in message_of(row) else row.door.way
        arrived = Arrived(text_of_message(row), None, list_files(row), list_refused(row), way)
        join_case(arrived, complaint, unit, actor)
        settle(row, Outcome(IncomingState.JOINED, complaint_id=complaint.id), unit, actor)
        return complaint.id


def close_message(command: CloseMessage, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Nothing comes of it; InvalidInput on `note`. It stays on the list with who said so and why."""
    note = command.note.strip()
    if not 1 <= len(note) <= LONGEST_NOTE:
        raise InvalidInput({"note": "TOO_LONG" if note else "REQUIRED"})
    with unit_of_work as unit:
        row = get_message(command.incoming_id, unit, actor)
        _require_open(row)
        if lies_at_things(row.id, unit):
            raise Conflict(code=_MOVED_ON)
        outcome = Outcome(IncomingState.CLOSED, row.reason, row.complaint_id, note)
        settle(row, outcome, unit, actor)


def get_message(incoming_id: str, unit: Unit, actor: Actor, *, locks: bool = True) -> Incoming:
    """The row, locked where the database locks rows unless it is only read; NotFound for one that is not this person's."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    query = select(Incoming).where(Incoming.id == incoming_id, is_for(unit, actor))
    row = unit.session.scalars(query.with_for_update() if locks else query).one_or_none()
    if row is None or row.state is IncomingState.ARRIVED:
        raise NotFound
    if row.complaint_id is not None:
        complaint = unit.session.get_one(Complaint, row.complaint_id)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
    return row


def _require_open(row: Incoming) -> None:
    if not row.may_be_settled:
        raise Conflict(code=_MOVED_ON)


def _require_one(row: Incoming, unit: Unit) -> None:
    if is_scan_of_many(row.id, unit):
        raise Conflict(code=_MOVED_ON)


def _find_case(number: str, unit: Unit, actor: Actor) -> Complaint:
    told = number.strip().upper()
    found = unit.session.scalars(select(Complaint.id).where(Complaint.number == told)).one_or_none()
    if not told:
        raise InvalidInput({"number": "REQUIRED"})
    complaint = None if found is None else get_complaint(found, unit)
    if complaint is None or not may_read_case(complaint, unit, actor):
        raise InvalidInput({"number": "NOT_FOUND"})
    if complaint.stage is Stage.ARCHIVED:
        raise InvalidInput({"number": "CASE_ARCHIVED"})
    return complaint
