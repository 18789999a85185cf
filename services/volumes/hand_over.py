"""交接包: the file of a case as one ZIP that leaves the office, for a stated purpose, streamed.

PDFs for keeping, originals, metadata, a manifest, and the program that verifies them, which needs nothing of ours. Everything is
read and compared before the first byte leaves, and that it left is on record with the digest of the manifest.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import as_iso
from models.ground.errors import Conflict, InvalidInput, NotPermitted, OutsideUnavailable
from models.ledger.trail_event import TrailEvent
from models.vault.identity_reveal import IdentityReveal
from models.vault.masking import PersonalField
from services.actor import Actor, staff_id_of
from services.identity.open_identity import find_identity
from services.office.letterhead import read_letterhead
from services.ports.outside import ObjectStore
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.bound_part import BoundPart
from services.volumes.list_parts import set_scene
from services.volumes.manifest import (
    FORMAT,
    IDENTITY_FOLDER,
    NAME,
    Manifest,
    list_files,
    name_path,
    name_pdf,
    tell_volume,
    write_manifest,
)
from services.volumes.metadata import Step, write_metadata
from services.volumes.part import KeptFile
from services.volumes.read_file import OpenVolume, open_volume, print_volume
from services.volumes.reader import Reader, get_readable
from services.volumes.seal_volume import lay_sheet
from services.volumes.sealed_volume import list_volume_rows, read_volumes
from services.volumes.sheets.identity import PERSON, list_raw, open_identity_sheet
from services.volumes.stream_zip import CHUNK, Packed, stream_zip
from services.volumes.taking_rights import may_take, may_take_identity
from services.worklist.identity_permission import SHORTEST_PURPOSE

LONGEST_PURPOSE = 200
NOT_SEALED = "FILE_NOT_SEALED"
PERSON_PATH = f"{IDENTITY_FOLDER}/投诉人身份信息.pdf"
VERIFIER = Path(__file__).with_name("verify_package.py")


@dataclass(frozen=True, slots=True)
class HandOver:
    """Which file, what for, and whether the raw complaint and the complainant go along."""

    complaint_id: str
    purpose: str
    with_identity: bool


@dataclass(frozen=True, slots=True)
class FilePackage:
    """A ZIP and what it is saved as."""

    name: str
    content: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was read of the case for the package."""

    complaint: Complaint
    centre: str
    volumes: tuple[OpenVolume, ...]
    raw: tuple[tuple[str, bytes], ...]
    person: bytes
    steps: tuple[Step, ...]


def hand_over(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> FilePackage:
    """The package; that it is taken is committed before its first byte.

    NotFound for whom the case is not, NotPermitted for other roles, InvalidInput on `purpose` and `with_identity`,
    Conflict(FILE_NOT_SEALED) before the first seal, OutsideUnavailable for a kept part that has changed.
    """
    taken = _take(command, unit_of_work, actor)
    files = _pack(taken, unit_of_work)
    with unit_of_work.reading() as unit:
        made_at = unit.clock.now()
    apart = {key: _raw_path(no) for no, (key, _) in enumerate(taken.raw, start=1)}
    if taken.person:
        apart[PERSON] = PERSON_PATH
    manifest: Manifest = {
        "format": FORMAT,
        "number": taken.complaint.number,
        "made_at": as_iso(made_at),
        "retention": taken.volumes[0].retention,
        "volumes": [tell_volume(opened, apart) for opened in taken.volumes],
        "files": list_files(files),
    }
    files.append(
        _in_memory("metadata.xml", write_metadata(taken.complaint, taken.centre, manifest, taken.steps))
    )
    manifest["files"] = list_files(files)
    content = write_manifest(manifest)
    digest = hashlib.sha256(content).hexdigest()
    left = {"manifest": digest, "volumes": [opened.volume.digest for opened in taken.volumes]}
    _put_on_record(command, left, unit_of_work, actor)
    whole = [_in_memory(NAME, content), *files]
    name = f"案卷交接包-{taken.complaint.number}.zip"
    return FilePackage(name, stream_zip(whole, made_at))


def _take(command: HandOver, unit_of_work: UnitOfWork, actor: Actor) -> _Taken:
    with unit_of_work.reading() as unit:
        complaint = get_readable(command.complaint_id, unit, actor)
        if not may_take(complaint, actor):
            raise NotPermitted
        _require_sound(command, complaint, unit, actor)
        volumes = read_volumes(list_volume_rows(complaint.id, unit), complaint.number)
        if not volumes:
            raise Conflict(code=NOT_SEALED)
        reader = Reader(complaint, unit, actor)
        centre = read_letterhead(unit).name
        return _Taken(
            complaint=complaint,
            centre=centre,
            volumes=tuple(open_volume(complaint, volume, reader, unit) for volume in volumes),
            raw=tuple(list_raw(complaint.id, unit)) if command.with_identity else (),
            person=_print_person(complaint, volumes[0].parts, unit) if command.with_identity else b"",
            steps=tuple(_list_steps(complaint, unit)),
        )


def _require_sound(command: HandOver, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    faults = {}
    length = len(command.purpose.strip())
    if not SHORTEST_PURPOSE <= length <= LONGEST_PURPOSE:
        faults["purpose"] = "TOO_LONG" if length > LONGEST_PURPOSE else "TOO_SHORT"
    if command.with_identity and not may_take_identity(complaint, unit, actor):
        faults["with_identity"] = "NOT_AN_OPTION"
    if faults:
        raise InvalidInput(faults)


def _print_person(complaint: Complaint, parts: Sequence[BoundPart], unit: Unit) -> bytes:
    person = next((bound.part for bound in parts if bound.part.key == PERSON), None)
    if person is None:
        return b""
    sheet = open_identity_sheet(complaint.id, unit)
    return unit.ports.press.print(lay_sheet(person, sheet, complaint.number, read_letterhead(unit)))


def _list_steps(complaint: Complaint, unit: Unit) -> Iterator[Step]:
    scene = set_scene(complaint, unit)
    events = select(TrailEvent).where(TrailEvent.complaint_id == complaint.id).order_by(TrailEvent.seq)
    for event in unit.session.scalars(events):
        yield Step(event.seq, as_iso(event.at), event.kind, scene.name(event.actor), event.hash)


def _pack(taken: _Taken, unit_of_work: UnitOfWork) -> list[Packed]:
    """Everything but the metadata and the manifest, compared with what was sealed."""
    files = []
    for opened in taken.volumes:
        files.append(_in_memory(name_pdf(opened), print_volume(opened, unit_of_work)))
        files += [_kept(opened, at, unit_of_work.ports.object_store) for at in sorted(opened.seen)]
    for no, (_, raw) in enumerate(taken.raw, start=1):
        files.append(_in_memory(_raw_path(no), raw))
    if taken.person:
        files.append(_in_memory(PERSON_PATH, taken.person))
    return [*files, _in_memory(VERIFIER.name, VERIFIER.read_bytes())]


def _raw_path(no: int) -> str:
    return f"{IDENTITY_FOLDER}/原始投诉材料-{no}.txt"


def _in_memory(path: str, content: bytes) -> Packed:
    def opened() -> AbstractContextManager[BinaryIO]:
        return nullcontext(BytesIO(content))

    return Packed(path, len(content), hashlib.sha256(content).hexdigest(), opened)


def _kept(opened: OpenVolume, at: int, store: ObjectStore) -> Packed:
    """A stored part; OutsideUnavailable where it is not what was sealed."""
    bound = opened.volume.parts[at]
    content = bound.part.content
    key = content.storage_key if isinstance(content, KeptFile) else bound.storage_key
    digest, size = hashlib.sha256(), 0
    with store.open(key) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    if digest.hexdigest() != bound.sha256:
        raise OutsideUnavailable
    return Packed(name_path(opened, at), size, bound.sha256, partial(store.open, key))


def _put_on_record(command: HandOver, left: Manifest, unit_of_work: UnitOfWork, actor: Actor) -> None:
    purpose = command.purpose.strip()
    payload = {**left, "purpose": purpose, "with_identity": command.with_identity}
    with unit_of_work as unit:
        unit.trail.add(command.complaint_id, "file.handed_over", payload, actor)
        found = find_identity(command.complaint_id, unit) if command.with_identity else None
        if found is not None:
            fields = [field.value for field in PersonalField if getattr(found, field.value) is not None]
            row = IdentityReveal(complaint_id=command.complaint_id, purpose=purpose, fields=fields)
            row.viewer, row.at = staff_id_of(actor), unit.clock.now()
            unit.session.add(row)
            unit.trail.add(
                command.complaint_id, "identity.revealed", {"fields": fields, "purpose": purpose}, actor
            )
