"""来件登记: what came in by the doors, of what the person may read; what waits for somebody first of all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select

from models.case.complaint import Complaint
from models.case.incoming import Incoming
from models.ground.codes import Role
from models.ground.errors import NotFound, NotPermitted
from models.ground.incoming_codes import Door, IncomingReason, IncomingState
from services.access.readable_scans import list_hidden_pages
from services.access.whole_words import WORDS_WITHHELD, list_whole_cases
from services.actor import Actor, require_role
from services.evidence.incoming_file import RefusedFile, StoredFile
from services.incoming.door_outages import DoorAway, list_doors_away
from services.incoming.kept_message import list_files, list_refused, message_of, text_of_message
from services.incoming.route_of_words import is_for
from services.incoming.scan_of_many import is_scan_of_many, lies_at_things
from services.incoming.settle_message import get_message
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page

# Of what has no subject the first words.
LONGEST_SUBJECT = 60


class IncomingGroup(StrEnum):
    """What a list is narrowed to."""

    PUT_ASIDE = "put_aside"
    IGNORED = "ignored"
    TAKEN = "taken"
    CLOSED = "closed"
    ALL = "all"


_STATES = {
    IncomingGroup.PUT_ASIDE: (IncomingState.PUT_ASIDE,),
    IncomingGroup.IGNORED: (IncomingState.IGNORED,),
    IncomingGroup.TAKEN: (IncomingState.FILED, IncomingState.JOINED, IncomingState.SPLIT),
    IncomingGroup.CLOSED: (IncomingState.CLOSED,),
    IncomingGroup.ALL: tuple(state for state in IncomingState if state is not IncomingState.ARRIVED),
}


@dataclass(frozen=True, slots=True)
class SearchIncoming:
    """`text` is any part of the number of the case."""

    group: IncomingGroup = IncomingGroup.PUT_ASIDE
    text: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """One message. `is_cut`: without sender, subject and note, since it lies in a case that the person does not work on."""

    id: str
    door: Door
    received_at: datetime
    state: IncomingState
    reason: IncomingReason | None
    sender: str
    subject: str
    complaint_id: str | None
    number: str | None
    settled_by: str | None
    settled_note: str | None
    erased_at: datetime | None
    is_in_the_case: bool
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message with its words. `message` is in the source's own fields.

    `may_be_filed`: registered or joined to a case as a whole; `may_be_closed`: without either.
    """

    line: IncomingLine
    message: dict[str, object]
    text: str
    files: tuple[StoredFile, ...]
    refused: tuple[RefusedFile, ...]
    size: int
    sha256: str
    may_be_settled: bool
    may_be_filed: bool
    may_be_closed: bool


def list_incoming(command: SearchIncoming, unit_of_work: UnitOfWork, actor: Actor) -> Page[IncomingLine]:
    """A page of them, the newest first."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        conditions: list[ColumnElement[bool]] = [
            Incoming.state.in_(_STATES[command.group]),
            is_for(unit, actor),
            _is_readable(unit, actor),
        ]
        if text := command.text.strip().upper():
            conditions.append(Complaint.number.contains(text, autoescape=True))
        query = select(Incoming, Complaint.number).outerjoin(Complaint, Complaint.id == Incoming.complaint_id)
        newest = query.where(*conditions).order_by(Incoming.received_at.desc(), Incoming.id)
        found = read_counted(newest, PageAsked(command.page), unit)
        logins = {row.settled_by for row, _ in found.rows if row.settled_by}
        names = map_people_names(unit, logins=logins)
        whole = _list_whole([row for row, _ in found.rows], unit, actor)
        lines = tuple(
            _cut_line(_line(row, number, names.get(row.settled_by or "")), whole)
            for row, number in found.rows
        )
        return Page(lines, found.number, found.total, found.has_more)


def list_shut_doors(unit_of_work: UnitOfWork, actor: Actor) -> list[DoorAway]:
    """By which doors nothing comes in, and since when."""
    require_role(actor, Role.INTAKE, Role.SUPERVISOR)
    with unit_of_work.reading() as unit:
        return list_doors_away(unit)


def read_incoming(incoming_id: str, unit_of_work: UnitOfWork, actor: Actor) -> IncomingMessage:
    """The message, and that it was read goes on the trail; NotFound for one that is not this person's."""
    with unit_of_work as unit:
        row = get_message(incoming_id, unit, actor)
        case = unit.session.get(Complaint, row.complaint_id) if row.complaint_id else None
        names = map_people_names(unit, logins={row.settled_by} if row.settled_by else set())
        unit.trail.add(row.complaint_id, "incoming.read", {"incoming_id": row.id}, actor)
        number = None if case is None else case.number
        return IncomingMessage(
            line=_line(row, number, names.get(row.settled_by or "")),
            message=message_of(row),
            text=text_of_message(row),
            files=list_files(row),
            refused=list_refused(row),
            size=row.raw_size,
            sha256=row.raw_sha256,
            may_be_settled=row.may_be_settled,
            may_be_filed=row.may_be_settled and not is_scan_of_many(row.id, unit),
            may_be_closed=row.may_be_settled and not lies_at_things(row.id, unit),
        )


def open_incoming_file(
    incoming_id: str, place: int, unit_of_work: UnitOfWork, actor: Actor
) -> tuple[str, bytes]:
    """Name and content of the file at this place, scanned and typed as every upload; that it was opened is on the trail.

    NotPermitted(WORDS_WITHHELD) of one in a case that the person does not work on.
    """
    with unit_of_work as unit:
        row = get_message(incoming_id, unit, actor)
        files = list_files(row)
        # A scan of many things has letters of cases that others may not read.
        if not 0 <= place < len(files) or list_hidden_pages(row.id, unit, actor):
            raise NotFound
        if _is_in_the_case(row) and row.complaint_id not in _list_whole([row], unit, actor):
            raise NotPermitted(code=WORDS_WITHHELD)
        unit.trail.add(
            row.complaint_id, "incoming.file_opened", {"incoming_id": row.id, "place": place}, actor
        )
    return files[place].name, unit_of_work.ports.object_store.get(files[place].storage_key)


def _is_readable(unit: Unit, actor: Actor) -> ColumnElement[bool]:
    """It belongs to no case, or to one that the person may read."""
    readable = select(Complaint.id).where(*list_readable_conditions(CaseFilter(), unit, actor))
    return or_(Incoming.complaint_id.is_(None), Incoming.complaint_id.in_(readable))


def _is_in_the_case(row: Incoming) -> bool:
    """What waits for a clerk only names a case; all else lies in it, or says the same as what does."""
    return row.complaint_id is not None and row.state is not IncomingState.PUT_ASIDE


def _list_whole(rows: Sequence[Incoming], unit: Unit, actor: Actor) -> set[str]:
    """Of the cases in which these lie those whose words the person reads whole; they are his to read at all."""
    cases = {row.complaint_id for row in rows if row.complaint_id is not None and _is_in_the_case(row)}
    return list_whole_cases(cases, unit, actor)


def _cut_line(line: IncomingLine, whole: Collection[str]) -> IncomingLine:
    """Without who sent it, what it says and what was noted of it, where it lies in a case that the person does not work on."""
    is_cut = line.is_in_the_case and line.complaint_id not in whole
    return replace(line, sender="", subject="", settled_note=None, is_cut=True) if is_cut else line


def _line(row: Incoming, number: str | None, settled_by: str | None) -> IncomingLine:
    message = message_of(row)
    return IncomingLine(
        id=row.id,
        door=row.door,
        received_at=row.received_at,
        state=row.state,
        reason=row.reason,
        sender=str(message.get("from", "")),
        subject=str(message.get("subject", "")) or text_of_message(row)[:LONGEST_SUBJECT],
        complaint_id=row.complaint_id,
        number=number,
        settled_by=settled_by,
        settled_note=row.settled_note,
        erased_at=row.erased_at,
        is_in_the_case=_is_in_the_case(row),
    )
