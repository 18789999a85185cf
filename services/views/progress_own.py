"""What opens to a complainant after one more proof: his words uncut, his files, who looked at his identity and who got it."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from services.actor import ActorKind
from services.unit_of_work import Unit
from services.views.progress_looks import IdentityLook, Recipient, list_identity_looks, list_recipients
from services.views.progress_readers import Readings, list_readings
from services.views.progress_words import list_own_files, list_supplements


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of his; `is_picture` where there is a copy that a page can show."""

    id: str
    name: str
    size: int
    added_at: datetime
    is_picture: bool


@dataclass(frozen=True, slots=True)
class OwnPart:
    """`sent` are the words that he added later, with their moments."""

    matter: str
    wanted: str | None
    sent: tuple[tuple[str, datetime], ...]
    files: tuple[KeptFile, ...]
    looks: tuple[IdentityLook, ...]
    recipients: tuple[Recipient, ...]
    readings: Readings


def read_own_part(complaint: Complaint, unit: Unit) -> OwnPart:
    """For a case whose complainant has proved himself; nothing here names a member of staff."""
    sent = [row for row in list_supplements(complaint.id, unit) if row.by == ActorKind.CITIZEN.value]
    return OwnPart(
        matter=complaint.matter,
        wanted=complaint.wanted,
        sent=tuple((row.text, row.received_at) for row in sent),
        files=tuple(
            KeptFile(row.id, row.name, row.size, row.added_at, row.safe_copy_key is not None)
            for row in list_own_files(complaint.id, unit)
        ),
        looks=list_identity_looks(complaint, unit),
        recipients=list_recipients(complaint, unit),
        readings=list_readings(complaint.id, unit),
    )
