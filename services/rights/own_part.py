"""What concerns this member of staff or the unit he represents: what he is asked, the findings, the notes; never a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.beside.respondent_request import WRONG_UNIT, RespondentRequest
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.errors import NotFound
from services.actor import Actor, staff_id_of
from services.beside.respondent.allegation_sheet import AllegationSheet, show_sheet
from services.beside.respondent.reply import AFTER_ARCHIVE, Reply, reply
from services.casefile.get_case import get_complaint
from services.evidence.attached_files import AnsweredCase, enter_told_files
from services.evidence.incoming_file import IncomingFile
from services.evidence.items import NewItem
from services.evidence.take_files import take_all_files
from services.rights.object_to_finding import find_objection, find_objection_bar
from services.rights.party import concerns, name_party, party_of
from services.rights.support_note import note_number
from services.unit_of_work import Unit, UnitOfWork

ROWS = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A person was asked himself; until `reply_by` findings wait for him. `replied_at` once he has said something."""

    request_id: str
    number: str
    party_name: str
    reply_by: datetime
    replied_at: datetime | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """His objection; `decision` and its reason once he has opened it, `is_decided` before."""

    objection_id: str
    reason: str
    raised_at: datetime
    is_decided: bool
    told_at: datetime | None
    is_upheld: bool | None
    decision_reason: str | None


@dataclass(frozen=True, slots=True)
class OwnFinding:
    """A notice; its `text` from when it was told on. `bar`: the code of what keeps him from objecting."""

    told_finding_id: str
    number: str
    party_name: str
    made_at: datetime
    told_at: datetime | None
    text: str | None
    objection_ends_at: datetime | None
    is_superseded: bool
    bar: str | None
    objection: ObjectionLine | None


@dataclass(frozen=True, slots=True)
class OwnNote:
    """A note that something is not true."""

    note_id: str
    number: str
    party_name: str
    issued_at: datetime
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class OwnPart:
    """A page of each, the newest first. Of other requests to the unit its list of cases tells."""

    asked: tuple[Asked, ...]
    findings: tuple[OwnFinding, ...]
    notes: tuple[OwnNote, ...]
    page: int = 1
    has_next: bool = False


@dataclass(frozen=True, slots=True)
class ReplyToSheet:
    """The statement of who was asked himself, or that he gives it up; at most ten files of 20 MB each."""

    request_id: str
    said: Reply
    files: tuple[IncomingFile, ...] = ()


def read_own_part(unit_of_work: UnitOfWork, actor: Actor, page: int = 1) -> OwnPart:
    """What is for this person, and nothing of anybody else's; `page` counts from 1."""
    number, login = max(1, page), staff_id_of(actor)
    with unit_of_work.reading() as unit:
        asked, findings, notes = (
            unit.session.execute(query.offset((number - 1) * ROWS).limit(ROWS + 1)).all()
            for query in _list_queries(login, unit, actor)
        )
        return OwnPart(
            asked=tuple(_asked(row, case, unit) for row, case in asked[:ROWS]),
            findings=tuple(_finding(row, case, unit) for row, case in findings[:ROWS]),
            notes=tuple(
                OwnNote(
                    row.id,
                    note_number(row, complaint),
                    name_party(party_of(row), unit),
                    row.issued_at,
                    row.superseded_at is not None,
                )
                for row, complaint in notes[:ROWS]
            ),
            page=number,
            has_next=max(len(asked), len(findings), len(notes)) > ROWS,
        )


def _list_queries(login: str, unit: Unit, actor: Actor) -> tuple[Any, Any, Any]:
    """Statements for requests and findings with the numbers of their cases, and for notes with their cases."""
    asked = (
        select(RespondentRequest, Complaint.number)
        .join(Complaint, Complaint.id == RespondentRequest.complaint_id)
        .where(RespondentRequest.staff_id == login, RespondentRequest.end_reason.is_distinct_from(WRONG_UNIT))
        .order_by(RespondentRequest.requested_at.desc(), RespondentRequest.id)
    )
    findings = (
        select(ToldFinding, Complaint.number)
        .join(Complaint, Complaint.id == ToldFinding.complaint_id)
        .where(concerns(ToldFinding, actor, unit))
        .order_by(ToldFinding.made_at.desc(), ToldFinding.no.desc(), ToldFinding.id)
    )
    notes = (
        select(SupportNote, Complaint)
        .join(Complaint, Complaint.id == SupportNote.complaint_id)
        .where(concerns(SupportNote, actor, unit))
        .order_by(SupportNote.issued_at.desc(), SupportNote.id)
    )
    return asked, findings, notes


def read_own_sheet(request_id: str, unit_of_work: UnitOfWork, actor: Actor) -> AllegationSheet:
    """The sheet of a person who was asked himself, as it left; NotFound for everybody else, his own unit among them."""
    with unit_of_work.reading() as unit:
        row = _get_own_request(request_id, unit, actor)
        return show_sheet(row, unit.session.get_one(Complaint, row.complaint_id), unit)


def reply_to_sheet(command: ReplyToSheet, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """What he says with what proves it, or that he gives it up in writing.

    Errors as of `reply`, InvalidInput on `files` where one cannot be taken, NotFound for everybody else.
    """
    with unit_of_work.reading() as unit:
        _get_own_request(command.request_id, unit, actor)
    stored = take_all_files(command.files, unit_of_work.ports)
    with unit_of_work as unit:
        row = _get_own_request(command.request_id, unit, actor)
        case = AnsweredCase(unit, get_complaint(row.complaint_id, unit), actor)
        reply(row, command.said, unit, actor)
        told = NewItem(provider=name_party(party_of(row), unit), addendum_reason=AFTER_ARCHIVE)
        enter_told_files(stored, case, told)


def _get_own_request(request_id: str, unit: Unit, actor: Actor) -> RespondentRequest:
    row = unit.session.get(RespondentRequest, request_id)
    if row is None or row.staff_id != staff_id_of(actor) or row.end_reason == WRONG_UNIT:
        raise NotFound
    return row


def _asked(row: RespondentRequest, number: str, unit: Unit) -> Asked:
    is_over = row.state is not RequestState.OPEN or row.window_ends_at <= unit.clock.now()
    return Asked(row.id, number, name_party(party_of(row), unit), row.window_ends_at, row.replied_at, is_over)


def _finding(row: ToldFinding, number: str, unit: Unit) -> OwnFinding:
    objection = find_objection(row, unit)
    is_of_row = objection is not None and objection.told_finding_id == row.id
    return OwnFinding(
        told_finding_id=row.id,
        number=number,
        party_name=name_party(party_of(row), unit),
        made_at=row.made_at,
        told_at=row.told_at,
        text=row.text if row.told_at is not None else None,
        objection_ends_at=row.objection_ends_at,
        is_superseded=row.superseded_at is not None,
        bar=find_objection_bar(row, unit),
        objection=ObjectionLine(
            objection_id=objection.id,
            reason=objection.reason,
            raised_at=objection.raised_at,
            is_decided=objection.decided_at is not None,
            told_at=objection.told_at,
            is_upheld=objection.is_upheld if objection.told_at is not None else None,
            decision_reason=objection.decision_reason if objection.told_at is not None else None,
        )
        if objection is not None and is_of_row
        else None,
    )
