"""What opens to a complainant after one more proof: his words uncut, his files, who looked at his identity and who got it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from services.actor import ActorKind
from services.unit_of_work import Unit, UnitOfWork
from services.views.progress_looks import IdentityLook, Recipient, list_identity_looks, list_recipients


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


def read_own_part(complaint_id: str, unit_of_work: UnitOfWork) -> OwnPart:
    """For a case whose complainant has proved himself; nothing here names a member of staff."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        return OwnPart(
            matter=complaint.matter,
            wanted=complaint.wanted,
            sent=_list_sent(complaint_id, unit),
            files=_list_files(complaint_id, unit),
            looks=list_identity_looks(complaint, unit),
            recipients=list_recipients(complaint, unit),
        )


def _list_sent(complaint_id: str, unit: Unit) -> tuple[tuple[str, datetime], ...]:
    rows = unit.session.scalars(
        select(Supplement)
        .where(Supplement.complaint_id == complaint_id, Supplement.by == ActorKind.CITIZEN.value)
        .order_by(Supplement.received_at, Supplement.id)
    )
    return tuple((row.text, row.received_at) for row in rows)


def _list_files(complaint_id: str, unit: Unit) -> tuple[KeptFile, ...]:
    rows = unit.session.scalars(
        select(Evidence)
        .where(Evidence.complaint_id == complaint_id, Evidence.source == ActorKind.CITIZEN.value)
        .order_by(Evidence.added_at, Evidence.id)
    )
    return tuple(
        KeptFile(row.id, row.name, row.size, row.added_at, row.safe_copy_key is not None) for row in rows
    )
