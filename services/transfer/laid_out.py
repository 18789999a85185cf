"""What the package of a file is laid out from, in one digest: it is compared when the file is handed over."""

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.case.complaint import Complaint
from models.case.evidence_item import EvidenceItem
from models.case.file_keeping import FileKeeping
from models.case.file_volume import FileVolume
from services.actor import Actor, staff_id_of
from services.evidence.items import may_open_item
from services.identity.identity_states import map_identity_states
from services.unit_of_work import Unit


def map_laid_out(complaints: Sequence[Complaint], unit: Unit, actor: Actor) -> dict[str, str]:
    """By case: its sealed volumes, its term, which evidence this person may open, and who complained, which may be corrected.

    None of a case without a volume, or of which one waits for its seal.
    """
    ids = [complaint.id for complaint in complaints]
    sealed = _map_volumes(ids, unit)
    terms = {
        complaint_id: f"{keeping} {ends_on}"
        for complaint_id, keeping, ends_on in unit.session.execute(
            select(FileKeeping.complaint_id, FileKeeping.keeping, FileKeeping.ends_on).where(
                FileKeeping.complaint_id.in_(ids)
            )
        )
    }
    opened = _map_opened(complaints, staff_id_of(actor), unit)
    people = map_identity_states(ids, unit)
    return {
        complaint_id: _digest(
            [
                *digests,
                terms.get(complaint_id, ""),
                *opened.get(complaint_id, ()),
                people.get(complaint_id, ""),
            ]
        )
        for complaint_id, digests in sealed.items()
        if all(digests)
    }


def _map_volumes(complaint_ids: Sequence[str], unit: Unit) -> dict[str, list[str]]:
    rows = unit.session.execute(
        select(FileVolume.complaint_id, FileVolume.digest)
        .where(FileVolume.complaint_id.in_(complaint_ids))
        .order_by(FileVolume.complaint_id, FileVolume.no)
    )
    found: dict[str, list[str]] = {}
    for complaint_id, digest in rows:
        found.setdefault(complaint_id, []).append(digest or "")
    return found


def _map_opened(complaints: Sequence[Complaint], login: str, unit: Unit) -> dict[str, list[str]]:
    by_id = {complaint.id: complaint for complaint in complaints}
    items = unit.session.scalars(
        select(EvidenceItem)
        .options(
            load_only(
                EvidenceItem.complaint_id,
                EvidenceItem.readers,
                EvidenceItem.restricted_by,
                EvidenceItem.withdrawn_by,
            )
        )
        .where(EvidenceItem.complaint_id.in_(by_id))
        .order_by(EvidenceItem.id)
    )
    found: dict[str, list[str]] = {}
    for item in items:
        if may_open_item(item, login, by_id[item.complaint_id]):
            found.setdefault(item.complaint_id, []).append(item.id)
    return found


def _digest(told: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
