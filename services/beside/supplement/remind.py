"""The one reminder of a request for material; it moves no date."""

from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import FileEntryKind, RequestState
from services.actor import Actor, staff_id_of
from services.beside.supplement.take_supplement import list_supplement_requests
from services.casefile.add_entry import NewEntry, add_entry
from services.unit_of_work import Unit

NOTHING_REQUESTED = "NOTHING_REQUESTED"
ALREADY_REMINDED = "ALREADY_REMINDED"


def list_to_remind(complaint_id: str, unit: Unit) -> list[SupplementRequest]:
    """The open rounds of which nobody was reminded yet."""
    return [row for row in _list_open(complaint_id, unit) if row.reminded_at is None]


def find_reminder_bar(complaint_id: str, unit: Unit) -> str | None:
    """NOTHING_REQUESTED, or ALREADY_REMINDED of every open round."""
    if not _list_open(complaint_id, unit):
        return NOTHING_REQUESTED
    return None if list_to_remind(complaint_id, unit) else ALREADY_REMINDED


def remind(complaint_id: str, note: str, unit: Unit, actor: Actor) -> str:
    """Note the reminder on file and at every open round; the id of the entry."""
    reminded = list_to_remind(complaint_id, unit)
    entry = add_entry(NewEntry(complaint_id, FileEntryKind.REMINDER, note, staff_id_of(actor)), unit)
    for row in reminded:
        row.reminded_at = entry.at
    payload = {"entry_id": entry.id, "supplement_request_ids": [row.id for row in reminded]}
    unit.trail.add(complaint_id, "supplement.reminded", payload, actor)
    return entry.id


def _list_open(complaint_id: str, unit: Unit) -> list[SupplementRequest]:
    rows = list_supplement_requests(complaint_id, unit)
    return [row for row in rows if row.state is RequestState.OPEN]
