"""For each respondent of a case, as its file shows it: asked, heard, told, objected, note."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.objection import Objection
from models.beside.respondent_request import RespondentRequest
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.ground.errors import NotFound
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.casefile.get_case import list_accepted_matters
from services.rights.decide_objection import find_decider_bar
from services.rights.object_to_finding import find_objection
from services.rights.party import list_parties, name_party, party_of
from services.rights.receive_finding import HANDING_ROLES
from services.rights.support_note import ISSUING_ROLES, find_note_bar, list_notes, note_number, propose_text
from services.rights.tell_findings import list_told_findings
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note with its number."""

    note_id: str
    number: str
    issued_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True, slots=True)
class TellingLine:
    """One notice with what came of it; `note_text` is what a note would say, None where none may be issued now."""

    finding: ToldFinding
    objection: Objection | None
    notes: tuple[NoteLine, ...]
    note_text: str | None


@dataclass(frozen=True, slots=True)
class PartyLine:
    """One respondent; rows are the database's own, detached and for reading only, the oldest first."""

    name: str
    asked: tuple[RespondentRequest, ...]
    told: tuple[TellingLine, ...]


@dataclass(frozen=True, slots=True)
class RightsPart:
    """The respondents of a case, and what this person may do for them."""

    complaint_id: str
    number: str
    parties: tuple[PartyLine, ...]
    may_hand_over: bool
    may_issue: bool
    may_decide: bool


def get_rights_part(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RightsPart:
    """NotFound for an unknown case and for whom its file is not."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        return RightsPart(
            complaint_id=complaint.id,
            number=complaint.number,
            parties=list_party_lines(complaint, unit),
            may_hand_over=bool(actor.roles.intersection(HANDING_ROLES)),
            may_issue=bool(actor.roles.intersection(ISSUING_ROLES)),
            may_decide=find_decider_bar(complaint, unit, actor) is None,
        )


def list_party_lines(complaint: Complaint, unit: Unit) -> tuple[PartyLine, ...]:
    """Those of today and those who were asked or told before, units before their people."""
    asked = unit.session.scalars(
        select(RespondentRequest)
        .where(RespondentRequest.complaint_id == complaint.id)
        .order_by(RespondentRequest.no)
    ).all()
    told = list_told_findings(complaint.id, unit)
    named = list_parties(complaint, list_accepted_matters(complaint.id, unit), unit)
    parties = sorted({*named, *map(party_of, asked), *map(party_of, told)})
    return tuple(
        PartyLine(
            name_party(party, unit),
            tuple(row for row in asked if party_of(row) == party),
            tuple(_telling(row, complaint, unit) for row in told if party_of(row) == party),
        )
        for party in parties
    )


def _telling(row: ToldFinding, complaint: Complaint, unit: Unit) -> TellingLine:
    objection = find_objection(row, unit)
    return TellingLine(
        finding=row,
        objection=objection if objection is not None and objection.told_finding_id == row.id else None,
        notes=tuple(
            NoteLine(note.id, note_number(note, complaint), note.issued_at, note.superseded_at)
            for note in list_notes(row, unit)
        ),
        note_text=propose_text(row, complaint, unit) if find_note_bar(row, complaint, unit) is None else None,
    )
