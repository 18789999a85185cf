"""Opens a file of a case for download; every look is on the trail and the content is checked against its hash."""

import hashlib
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.ground.errors import NotFound, OutsideUnavailable
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class OpenEvidence:
    """Which file; the safe copy is a picture without metadata, for showing."""

    evidence_id: str
    wants_safe_copy: bool = False


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """The content with what to call it."""

    name: str
    media_type: str
    size: int
    sha256: str
    content: bytes


def open_evidence(command: OpenEvidence, unit_of_work: UnitOfWork, actor: Actor) -> OpenedEvidence:
    """The file, at most 20 MB; NotFound for an unknown one or a case the actor may not see.

    OutsideUnavailable when the stored original no longer has its hash: a changed file is never handed out as evidence.
    """
    with unit_of_work.reading() as unit:
        row = unit.session.get(Evidence, command.evidence_id)
        complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
        if row is None or complaint is None or not may_read_case(complaint, unit, actor):
            raise NotFound
        is_copy = command.wants_safe_copy and row.safe_copy_key is not None
        key = row.safe_copy_key if is_copy and row.safe_copy_key else row.storage_key
        known_sha256, complaint_id, name, media_type = row.sha256, row.complaint_id, row.name, row.media_type
    content = unit_of_work.ports.object_store.get(key)
    sha256 = hashlib.sha256(content).hexdigest()
    if not is_copy and sha256 != known_sha256:
        raise OutsideUnavailable
    with unit_of_work as unit:
        payload = {"evidence_id": command.evidence_id, "is_safe_copy": is_copy}
        unit.trail.add(complaint_id, "evidence.opened", payload, actor)
    return OpenedEvidence(name, media_type, len(content), sha256, content)
