"""What a file's part of the package consists of, as its line keeps it: paths, digests, and keys in the store of files."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import select

from models.case.file_volume import FileVolume
from services.ports.outside import ObjectStore
from services.unit_of_work import Unit
from services.volumes.stream_zip import Packed

Made = dict[str, Any]  # Any: JSON of our own


def plan(keys: Sequence[str]) -> Made:
    """Under which keys it is about to be stored: whoever comes after a kill finds and clears them."""
    return {"keys": list(keys), "files": []}


def keep_files(files: Iterable[Packed], keys: Sequence[str]) -> Made:
    """What was stored; `keys` are those of files that were made for this package alone."""
    told = [[file.path, file.size, file.sha256, file.key] for file in files]
    return {"keys": list(keys), "files": told}


def read_files(made: Made, folder: str, store: ObjectStore) -> Iterator[Packed]:
    """The files below a folder of the package."""
    for path, size, sha256, key in made["files"]:
        yield Packed(f"{folder}{path}", size, sha256, partial(store.open, key), key)


def digest_volumes(digests: Iterable[str]) -> str:
    """One over those of the volumes in their order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def map_volume_digests(complaint_ids: Sequence[str], unit: Unit) -> dict[str, str]:
    """By case, as its volumes stand now; none of a case of which a volume waits for its seal."""
    rows = unit.session.execute(
        select(FileVolume.complaint_id, FileVolume.digest)
        .where(FileVolume.complaint_id.in_(complaint_ids))
        .order_by(FileVolume.complaint_id, FileVolume.no)
    )
    found: dict[str, list[str]] = {}
    for complaint_id, digest in rows:
        found.setdefault(complaint_id, []).append(digest or "")
    return {case: digest_volumes(digests) for case, digests in found.items() if all(digests)}
