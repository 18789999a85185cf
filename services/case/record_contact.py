"""Records that somebody of the centre spoke or wrote to a complainant, or tried to: way, moment, who, what came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, ClockStopReason, FileEntryKind
from models.ground.errors import InvalidInput
from models.ground.provision_codes import ProvisionPurpose
from models.ground.ways import ContactOutcome, Way
from services.actor import Actor, staff_id_of
from services.casefile.add_entry import NewEntry, add_entry
from services.casefile.provided_on_platform import Written, record_on_platform
from services.clocks.stop_clock import EnteredFact, stop_running_clock
from services.unit_of_work import Unit

SPOKEN_WAYS = frozenset({Way.PHONE, Way.IN_PERSON})


@dataclass(frozen=True, slots=True)
class Contact:
    """`ways` without the query code, which reaches nobody; `happened_at` None is now, `outcome` None follows the ways.

    `has_record`: what left by it is on record as a sending.
    """

    text: str
    ways: tuple[Way, ...]
    outcome: ContactOutcome | None = None
    happened_at: datetime | None = None
    has_record: bool = False


def reaching_ways(ways: Collection[str]) -> tuple[Way, ...]:
    """Those of these ways by which the centre turns to the complainant."""
    return tuple(Way(way) for way in ways if way != Way.QUERY_CODE)


def record_contact(contact: Contact, complaint: Complaint, unit: Unit, actor: Actor) -> FileEntry:
    """Put it on file in the caller's unit; the first one meets the limit of the first contact, also when tried in vain.

    InvalidInput on `contacted_at` for a moment before the receipt or to come.
    """
    now = unit.clock.now()
    happened_at = contact.happened_at or now
    _check(happened_at, complaint, now)
    login = staff_id_of(actor)
    entry = add_entry(
        NewEntry(complaint.id, FileEntryKind.FIRST_CONTACT, contact.text, login, contact.ways), unit
    )
    entry.happened_at, entry.outcome = happened_at, contact.outcome or _outcome_of(contact.ways)
    # What reached nobody has not left, and nobody takes a record of that back.
    has_left = entry.outcome is not ContactOutcome.NOT_REACHED
    if Way.PLATFORM in contact.ways and has_left and not contact.has_record:
        written = Written(f"entry:{entry.id}", complaint.id, ProvisionPurpose.NOTICE)
        record_on_platform(written, unit, actor)
    payload = {
        "entry_id": entry.id,
        "kind": entry.kind.value,
        "ways": list(contact.ways),
        "outcome": entry.outcome.value,
    }
    unit.trail.add(complaint.id, "entry.recorded", payload, actor)
    complaint.first_contact_staff = complaint.first_contact_staff or login
    contacted = EnteredFact(ClockStopReason.CONTACTED, happened_at)
    stop_running_clock(complaint.id, ClockKind.FIRST_CONTACT, contacted, unit)
    return entry


def _outcome_of(ways: tuple[Way, ...]) -> ContactOutcome:
    return ContactOutcome.REACHED if SPOKEN_WAYS.intersection(ways) else ContactOutcome.SENT


def _check(happened_at: datetime, complaint: Complaint, now: datetime) -> None:
    if happened_at > now:
        raise InvalidInput({"contacted_at": "IN_THE_FUTURE"})
    # A person tells the minute; the receipt has its second.
    if happened_at < complaint.received_at.replace(second=0, microsecond=0):
        raise InvalidInput({"contacted_at": "BEFORE_RECEIPT"})
