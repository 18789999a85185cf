"""The note that something said of a respondent is not true (澄清说明): issued by the centre, with a number, free of identity."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind
from models.clock.legal_time import beijing_date
from models.ground.codes import Finding, Role
from models.ground.errors import NotFound, RuleRefused
from models.ground.ids import new_id
from models.ground.left_words import UNDECIDED
from models.office.centre import Centre
from services.access.readable_cases import may_read_case
from services.actor import Actor, require_role
from services.beside.sheets.settle_leaving import Decided
from services.casefile.decisions import find_decision
from services.casefile.get_case import list_accepted_matters
from services.office.own_texts import map_texts
from services.rights.finding_letter import word_facts
from services.rights.party import concerns, name_party, party_of
from services.rights.rights_texts import NOTE, NOTE_PAPER
from services.rights.told_words import TypedWords, take_typed
from services.unit_of_work import Unit, UnitOfWork

ISSUING_ROLES = (Role.APPROVER, Role.DIRECTOR, Role.SUPERVISOR)
NOTHING_UNTRUE, NOTE_STANDS = "NOTHING_UNTRUE", "NOTE_STANDS"


@dataclass(frozen=True, slots=True)
class IssueNote:
    """For whom a notice is, and the words of the note; `decided`: what becomes of words about third persons in them."""

    told_finding_id: str
    text: str
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note as it is printed; `is_superseded`: it no longer holds."""

    number: str
    party_name: str
    text: str
    day: str
    issuer: str
    is_superseded: bool


def issue_note(command: IssueNote, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Issue it; the id of the case.

    NotFound for whom the file is not, NotPermitted for other roles, RuleRefused with the code of `find_note_bar`,
    InvalidInput on `text` and `third_persons` as in `take_typed`.
    """
    with unit_of_work as unit:
        told = unit.session.get(ToldFinding, command.told_finding_id)
        complaint = unit.session.get(Complaint, told.complaint_id) if told is not None else None
        if told is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        require_role(actor, *ISSUING_ROLES)
        if code := find_note_bar(told, complaint, unit):
            raise RuleRefused(code)
        typed = TypedWords("text", command.text, name_party(party_of(told), unit), command.decided)
        words = take_typed(typed, complaint, unit, actor)
        last = unit.session.scalar(
            select(func.max(SupportNote.no)).where(SupportNote.complaint_id == complaint.id)
        )
        row = SupportNote(
            id=new_id(),
            complaint_id=complaint.id,
            no=(last or 0) + 1,
            unit_code=told.unit_code,
            staff_id=told.staff_id,
            told_finding_id=told.id,
            matter_nos=list(list_untrue(told, complaint, unit)),
            text=words.text,
            left_standing=words.left_standing,
            issued_by=actor.name,
            issued_at=unit.clock.now(),
        )
        unit.session.add(row)
        payload = {"support_note_id": row.id, "unit_code": row.unit_code, "matter_nos": row.matter_nos}
        unit.trail.add(complaint.id, "support_note.issued", payload, actor)
        return complaint.id


def list_untrue(told: ToldFinding, complaint: Complaint, unit: Unit) -> tuple[int, ...]:
    """The matters of a notice that are found not true, by an approved opinion of this round."""
    if told.superseded_at is not None or told.round != complaint.round:
        return ()
    if find_decision(complaint.id, DecisionKind.APPROVAL, complaint.round, unit) is None:
        return ()
    return tuple(
        matter.no
        for matter in list_accepted_matters(complaint.id, unit)
        if matter.no in told.matter_nos and matter.finding is Finding.NOT_SUBSTANTIATED
    )


def find_note_bar(told: ToldFinding, complaint: Complaint, unit: Unit) -> str | None:
    """NOTHING_UNTRUE where no matter of the notice is found not true, NOTE_STANDS where a note says so already."""
    if not list_untrue(told, complaint, unit):
        return NOTHING_UNTRUE
    stands = any(row.superseded_at is None for row in list_notes(told, unit))
    return NOTE_STANDS if stands else None


def list_notes(told: ToldFinding, unit: Unit) -> list[SupportNote]:
    """Those issued about this notice by number; what a look asks of many notices of a case it asks once."""
    query = select(SupportNote).where(SupportNote.complaint_id == told.complaint_id)
    of_case = unit.session.scalars(query.order_by(SupportNote.no))
    return [row for row in of_case if row.told_finding_id == told.id]


def propose_text(
    told: ToldFinding, complaint: Complaint, unit: Unit, *, texts: Mapping[str, str] | None = None
) -> str:
    """What the note says, for who issues it to word further and to decide of third persons; an official text, in Chinese.

    With `texts` by block it is only looked at, and what may tell of third persons is cut.
    """
    untrue = list_untrue(told, complaint, unit)
    decided = None if texts is None else UNDECIDED
    places = {
        "被反映人": name_party(party_of(told), unit),
        "反映事项": word_facts(complaint, untrue, unit, decided=decided),
    }
    return (map_texts(NOTE_PAPER, unit) if texts is None else texts)[NOTE].format_map(places)


def note_number(note: SupportNote, complaint: Complaint) -> str:
    """What a note is cited by: the number of its case, C and its own."""
    return f"{complaint.number}-C{note.no}"


def read_note(note_id: str, unit_of_work: UnitOfWork, actor: Actor) -> NotePage:
    """The page to print, for whom it is for and for who reads the file; NotFound for everybody else."""
    with unit_of_work.reading() as unit:
        note = unit.session.get(SupportNote, note_id)
        complaint = unit.session.get(Complaint, note.complaint_id) if note is not None else None
        if note is None or complaint is None:
            raise NotFound
        own = select(SupportNote.id).where(SupportNote.id == note.id, concerns(SupportNote, actor, unit))
        is_own = unit.session.scalars(own).first() is not None
        if not is_own and not may_read_case(complaint, unit, actor):
            raise NotFound
        return NotePage(
            number=note_number(note, complaint),
            party_name=name_party(party_of(note), unit),
            text=note.text,
            day=beijing_date(note.issued_at).isoformat(),
            issuer=unit.session.scalars(select(Centre.name)).one(),
            is_superseded=note.superseded_at is not None,
        )
