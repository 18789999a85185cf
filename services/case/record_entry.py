"""Entries of the case file that are no task: contact with the complainant, alerts, reports upward, notes.

A first contact is recorded as its act does (record_contact.py); no other entry stops a clock.
"""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.lifecycle import FileEntryKind, Stage
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ways import Way
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.casefile.add_entry import NewEntry, add_entry
from services.casefile.get_case import get_complaint
from services.once.once_per_submission import Sending, once_per_submission
from services.unit_of_work import Unit, UnitOfWork

MAX_TEXT = 10_000
# The system writes its own entries; people write these.
PEOPLES_KINDS = frozenset(
    {
        FileEntryKind.FIRST_CONTACT,
        FileEntryKind.NOTE,
        FileEntryKind.RECUSAL_NOTE,
        FileEntryKind.ALERT,
        FileEntryKind.REPORT_UPWARD,
        FileEntryKind.REMINDER,
    }
)
# What may be said of a case at any time, also after its archive.
OPEN_KINDS = frozenset({FileEntryKind.NOTE, FileEntryKind.ALERT, FileEntryKind.REPORT_UPWARD})


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """What happened, and for a contact by which ways.

    `submission_id` is made with the empty form: what is sent again with it is the same entry.
    """

    complaint_id: str
    kind: FileEntryKind
    text: str
    ways: tuple[str, ...] = ()
    submission_id: str = ""


def record_entry(command: RecordEntry, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of the entry, made once; a repeat is the first one, whatever has come of the case since.

    InvalidInput by field, NotFound for a case the actor may not see, Conflict("CASE_ARCHIVED").
    """
    login = staff_id_of(actor)
    _check(command)
    said = [command.kind.value, command.text, list(command.ways)]
    sending = Sending(command.submission_id, "entry", command.complaint_id, said, login)
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        recorded = once_per_submission(
            sending, unit, lambda: {"entry_id": _record(command, complaint, unit, actor)}
        )
    return str(recorded["entry_id"])


def _record(command: RecordEntry, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    # Facts that come after the archive are noted; a first contact then would be untrue.
    if complaint.stage is Stage.ARCHIVED and command.kind not in OPEN_KINDS:
        raise Conflict(code="CASE_ARCHIVED")
    if command.kind is FileEntryKind.FIRST_CONTACT:
        contact = Contact(command.text, reaching_ways(command.ways))
        return record_contact(contact, complaint, unit, actor).id
    login = staff_id_of(actor)
    entry = add_entry(NewEntry(complaint.id, command.kind, command.text, login, command.ways), unit)
    payload = {"entry_id": entry.id, "kind": command.kind.value, "ways": list(command.ways)}
    unit.trail.add(complaint.id, "entry.recorded", payload, actor)
    return entry.id


def _check(command: RecordEntry) -> None:
    errors: dict[str, str] = {}
    if command.kind not in PEOPLES_KINDS:
        errors["kind"] = "NOT_AN_OPTION"
    if not command.text.strip():
        errors["text"] = "REQUIRED"
    elif len(command.text) > MAX_TEXT:
        errors["text"] = "TOO_LONG"
    if not set(Way).issuperset(command.ways):
        errors["ways"] = "NOT_AN_OPTION"
    elif command.kind is FileEntryKind.FIRST_CONTACT and not reaching_ways(command.ways):
        errors["ways"] = "REQUIRED"
    if errors:
        raise InvalidInput(errors)
