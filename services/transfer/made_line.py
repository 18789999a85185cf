"""What a file's part of the package consists of, as its line keeps it: paths, digests, and keys in the store of files."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from services.ports.outside import ObjectStore
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
