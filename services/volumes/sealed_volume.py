"""The sealed volumes of a file as they stand, and whether their seal holds."""

import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.file_volume import FileVolume
from models.vault.keyring import get_keyring
from services.unit_of_work import Unit
from services.volumes.bound_part import BoundPart, digest_volume, read_bound
from services.volumes.part import Bound

SEAL = "file_volume"


@dataclass(frozen=True, slots=True)
class SealedVolume:
    """One; `holds` is false where its row was changed after it was sealed."""

    no: int
    sealed_at: datetime
    pages: int
    digest: str
    holds: bool
    parts: tuple[BoundPart, ...]


def list_volume_rows(complaint_id: str, unit: Unit) -> list[FileVolume]:
    """All by number, the one that waits too."""
    query = select(FileVolume).where(FileVolume.complaint_id == complaint_id)
    return list(unit.session.scalars(query.order_by(FileVolume.no)))


def read_volumes(rows: list[FileVolume], number: str) -> tuple[SealedVolume, ...]:
    """Those of the rows that are sealed; `number` is the complaint's."""
    return tuple(_read(row, row.sealed_at, number) for row in rows if row.sealed_at is not None)


def _read(row: FileVolume, sealed_at: datetime, number: str) -> SealedVolume:
    content, digest = row.content or {}, row.digest or ""
    parts = tuple(read_bound(told) for told in content["parts"])
    reckoned = digest_volume(number, row.no, sealed_at, parts)
    holds = reckoned == digest and hmac.compare_digest(seal_of(digest), row.seal or "")
    return SealedVolume(row.no, sealed_at, row.pages or 0, digest, holds, parts)


def seal_of(digest: str) -> str:
    """A digest with the office's key, which no rotation changes: without the key nobody makes one for another index."""
    return get_keyring().digest(SEAL, digest)


def read_bound_before(rows: list[FileVolume]) -> Bound:
    """What the sealed ones of these hold."""
    held = [row.content for row in rows if row.sealed_at is not None and row.content is not None]
    return Bound(
        fingerprints=frozenset(
            (told["key"], told["fingerprint"]) for content in held for told in content["parts"]
        ),
        entry_ids=frozenset(entry for content in held for entry in content["entry_ids"]),
        last_seq=max((content["last_seq"] for content in held), default=0),
    )
