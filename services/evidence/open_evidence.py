"""Opens a file of a case: the content is checked against its hash, and what is handed out is on the trail."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.evidence_item import EvidenceItem
from models.ground.errors import NotFound, NotPermitted, OutsideUnavailable
from services.access.readable_cases import may_read_case
from services.access.whole_words import WORDS_WITHHELD, reads_whole_words
from services.actor import Actor
from services.evidence.items import may_open_item
from services.ports.outside import ObjectStore
from services.unit_of_work import Unit, UnitOfWork

PART_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class OpenEvidence:
    """Which file, as it came in or as the picture without metadata that pages show."""

    evidence_id: str
    wants_safe_copy: bool = False


@dataclass(frozen=True, slots=True)
class OpenedEvidence:
    """A file that can be handed out, with what to call it."""

    name: str
    media_type: str
    size: int
    sha256: str
    _key: str
    _store: ObjectStore
    _record_look: Callable[[], None]

    def hand_out(self) -> Iterator[bytes]:
        """The content part by part.

        That it was looked at is committed before the first byte, and not before it is asked for.
        """
        with self._store.open(self._key) as stream:
            part = stream.read(PART_BYTES)
            self._record_look()
            while part:
                yield part
                part = stream.read(PART_BYTES)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where the bytes of a file are, and what they must be; no hash for a redrawn copy."""

    evidence_id: str
    complaint_id: str
    name: str
    media_type: str
    key: str
    sha256: str | None


def open_evidence(command: OpenEvidence, unit_of_work: UnitOfWork, actor: Actor) -> OpenedEvidence:
    """The file, at most 20 MB; nothing is on the trail until it is handed out.

    NotFound for an unknown one, a case the actor may not see and a copy that does not exist. NotPermitted
    (EVIDENCE_WITHHELD) for one that is withdrawn or restricted to others, (WORDS_WITHHELD) for who does not work on the case:
    nobody can cut a name out of a picture. OutsideUnavailable as `open_stored` has it.
    """
    return open_stored(find_file(command, unit_of_work, actor), unit_of_work, actor)


def find_file(command: OpenEvidence, unit_of_work: UnitOfWork, actor: Actor) -> KeptFile:
    """Where the file is, for who may open it; NotFound and NotPermitted as above."""
    with unit_of_work.reading() as unit:
        return find_stored(_get_row(command, unit, actor), wants_safe_copy=command.wants_safe_copy)


def find_stored(row: Evidence, *, wants_safe_copy: bool) -> KeptFile:
    """The file of a row, or its redrawn copy; NotFound for a copy that does not exist."""
    key = row.safe_copy_key if wants_safe_copy else row.storage_key
    if key is None:
        raise NotFound
    sha256 = None if wants_safe_copy else row.sha256
    return KeptFile(row.id, row.complaint_id, row.name, row.media_type, key, sha256)


def open_stored(stored: KeptFile, unit_of_work: UnitOfWork, actor: Actor) -> OpenedEvidence:
    """The bytes with the record of the look, for whoever was found to be allowed to see them.

    OutsideUnavailable when the stored original no longer has its hash: a changed file is never handed out as evidence.
    """
    store = unit_of_work.ports.object_store
    # Read once for its hash and once for whoever asked, so that no file lies in memory while a slow reader takes it.
    with store.open(stored.key) as stream:
        size, sha256 = _measure(stream)
    _require_unchanged(stored, sha256)

    def record_look() -> None:
        with unit_of_work as writing:
            payload = {"evidence_id": stored.evidence_id, "is_safe_copy": stored.sha256 is None}
            writing.trail.add(stored.complaint_id, "evidence.opened", payload, actor)

    return OpenedEvidence(stored.name, stored.media_type, size, sha256, stored.key, store, record_look)


def read_file(stored: KeptFile, unit_of_work: UnitOfWork) -> tuple[bytes, str]:
    """Its bytes and their hash; OutsideUnavailable for an original that has changed."""
    content = unit_of_work.ports.object_store.get(stored.key)
    sha256 = hashlib.sha256(content).hexdigest()
    _require_unchanged(stored, sha256)
    return content, sha256


def _measure(stream: BinaryIO) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while part := stream.read(PART_BYTES):
        digest.update(part)
        size += len(part)
    return size, digest.hexdigest()


def _require_unchanged(stored: KeptFile, sha256: str) -> None:
    if stored.sha256 is not None and sha256 != stored.sha256:
        raise OutsideUnavailable


def _get_row(command: OpenEvidence, unit: Unit, actor: Actor) -> Evidence:
    row = unit.session.get(Evidence, command.evidence_id)
    complaint = unit.session.get(Complaint, row.complaint_id) if row is not None else None
    if row is None or complaint is None or not may_read_case(complaint, unit, actor):
        raise NotFound
    item = unit.session.scalars(select(EvidenceItem).where(EvidenceItem.file_id == row.id)).one_or_none()
    if item is not None and not may_open_item(item, actor.name, complaint):
        raise NotPermitted(code="EVIDENCE_WITHHELD")
    if not reads_whole_words(complaint, unit, actor):
        raise NotPermitted(code=WORDS_WITHHELD)
    return row
