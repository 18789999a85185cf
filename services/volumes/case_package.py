"""What a package holds of one case: volumes to read, every part as it is kept, metadata and the manifest of all of it.

Everything is read and compared with what was sealed; of what its reader may not see the manifest says so.
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
from models.ground.errors import Conflict, OutsideUnavailable
from models.ledger.trail_event import TrailEvent
from services.actor import Actor
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
from services.volumes.reader import Reader
from services.volumes.seal_volume import lay_sheet
from services.volumes.sealed_volume import list_volume_rows, read_volumes
from services.volumes.sheets.identity import PERSON, list_raw, open_identity_sheet
from services.volumes.stream_zip import CHUNK, Packed

NOT_SEALED = "FILE_NOT_SEALED"
PERSON_PATH = f"{IDENTITY_FOLDER}/投诉人身份信息.pdf"
VERIFIER = Path(__file__).with_name("verify_package.py")


@dataclass(frozen=True, slots=True)
class TakenCase:
    """What was read of the case for the package."""

    complaint: Complaint
    centre: str
    volumes: tuple[OpenVolume, ...]
    raw: tuple[tuple[str, bytes], ...]
    person: bytes
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CasePackage:
    """The files, the manifest first, and what it says. `digest` is that of the manifest as it stands in the package."""

    files: tuple[Packed, ...]
    manifest: Manifest
    digest: str


def take_case(complaint: Complaint, *, with_identity: bool, unit: Unit, actor: Actor) -> TakenCase:
    """What of it this person takes, who may read the case; Conflict(FILE_NOT_SEALED) before the first seal."""
    volumes = read_volumes(list_volume_rows(complaint.id, unit), complaint.number)
    if not volumes:
        raise Conflict(code=NOT_SEALED)
    reader = Reader(complaint, unit, actor)
    return TakenCase(
        complaint=complaint,
        centre=read_letterhead(unit).name,
        volumes=tuple(open_volume(complaint, volume, reader, unit) for volume in volumes),
        raw=tuple(list_raw(complaint.id, unit)) if with_identity else (),
        person=_print_person(complaint, volumes[0].parts, unit, actor) if with_identity else b"",
        steps=tuple(_list_steps(complaint, unit)),
    )


def pack_case(taken: TakenCase, unit_of_work: UnitOfWork, *others: Packed) -> CasePackage:
    """Laid out and compared, with `others` among its files; OutsideUnavailable for a kept part that has changed."""
    files = [*_pack(taken, unit_of_work), *others]
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
    metadata = write_metadata(taken.complaint, taken.centre, manifest, taken.steps)
    files.append(pack_bytes("metadata.xml", metadata))
    manifest["files"] = list_files(files)
    told = pack_bytes(NAME, write_manifest(manifest))
    return CasePackage((told, *files), manifest, told.sha256)


def pack_verifier() -> Packed:
    """The program that verifies a package, as this release has it."""
    return pack_bytes(VERIFIER.name, VERIFIER.read_bytes())


def pack_bytes(path: str, content: bytes) -> Packed:
    """What stands in memory."""

    def opened() -> AbstractContextManager[BinaryIO]:
        return nullcontext(BytesIO(content))

    return Packed(path, len(content), hashlib.sha256(content).hexdigest(), opened)


def _print_person(complaint: Complaint, parts: Sequence[BoundPart], unit: Unit, actor: Actor) -> bytes:
    """With a line that says who opened it and when; the seal holds that it is there, never how it looks."""
    person = next((bound.part for bound in parts if bound.part.key == PERSON), None)
    if person is None:
        return b""
    sheet = open_identity_sheet(complaint.id, unit, actor)
    return unit.ports.press.print(lay_sheet(person, sheet, complaint.number, read_letterhead(unit)))


def _list_steps(complaint: Complaint, unit: Unit) -> Iterator[Step]:
    scene = set_scene(complaint, unit)
    events = select(TrailEvent).where(TrailEvent.complaint_id == complaint.id).order_by(TrailEvent.seq)
    for event in unit.session.scalars(events):
        yield Step(event.seq, as_iso(event.at), event.kind, scene.name(event.actor), event.hash)


def _pack(taken: TakenCase, unit_of_work: UnitOfWork) -> list[Packed]:
    """Everything but the metadata and the manifest, compared with what was sealed."""
    files = []
    for opened in taken.volumes:
        files.append(pack_bytes(name_pdf(opened), print_volume(opened, unit_of_work)))
        files += [_kept(opened, at, unit_of_work.ports.object_store) for at in sorted(opened.seen)]
    for no, (_, raw) in enumerate(taken.raw, start=1):
        files.append(pack_bytes(_raw_path(no), raw))
    if taken.person:
        files.append(pack_bytes(PERSON_PATH, taken.person))
    return files


def _raw_path(no: int) -> str:
    return f"{IDENTITY_FOLDER}/原始投诉材料-{no}.txt"


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
    return Packed(name_path(opened, at), size, bound.sha256, partial(store.open, key), key)
