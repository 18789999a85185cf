"""What a backup says of itself: what made it, which parts it has with the digest of each, and which keys open it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from models.vault.keyring import Keyring

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
SEAL: Final = "manifest.seal"  # keyed digest of the manifest: who changes a part and its digest is found
FILES: Final = "files"
LIST_OF_FILES: Final = "files.sha256"  # as `sha256sum -c` reads it
# In a folder that is not whole yet: a backup on its way has it, one that came to its end never does.
UNFINISHED: Final = "unfinished"
_PURPOSE: Final = "backup manifest"
_READ_BYTES: Final = 1 << 20


class BackupUnusable(Exception):
    """A backup that cannot be restored here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`schema` is the database's revision, `engine_schema` the version of the embedded engine's store, None on a cluster.

    `newest_keys` are the newest keys of jobs that the database knows, by partition; `keys` the ids of those that sealed it.
    `files` and `file_bytes` count the stored files; `absent` those that the record names and the store did not have.
    """

    format: int = FORMAT
    made_at: str
    product: str
    python: str
    database: str
    schema: str
    engine_schema: int | None
    newest_keys: Mapping[str, str]
    keys: tuple[str, ...]
    has_keys: bool
    files: int
    file_bytes: int
    absent: int
    parts: Mapping[str, Part]

    def write(self, folder: Path, keyring: Keyring) -> None:
        """Write it and its seal, on the disk when it returns."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"
        write_private(folder / MANIFEST, text.encode())
        write_private(folder / SEAL, f"{keyring.digest(_PURPOSE, text)}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """BackupUnusable where there is none, where it is half, or of a form that this release does not know."""
    if (folder / UNFINISHED).exists():
        raise BackupUnusable(
            f"{folder}: this backup never came to its end; take another / 备份未完成，不能恢复，请换一份"
        )
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
        if told["format"] != FORMAT:
            raise BackupUnusable(
                f"{folder}: a backup of form {told['format']}, this release knows {FORMAT}: restore it with the release"
                " that made it / 备份格式与本版本不符，请用制作它的版本恢复"
            )
        parts = {name: Part(**part) for name, part in told["parts"].items()}
        return Manifest(**{**told, "keys": tuple(told["keys"]), "parts": parts})
    except FileNotFoundError as error:
        raise BackupUnusable(f"{folder}: no backup here / 此处没有备份") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupUnusable(f"{folder / MANIFEST}: damaged / 备份清单已损坏") from error


def is_sealed_by(keyring: Keyring, folder: Path) -> bool:
    """Whether this office's keys sealed the manifest as it stands there."""
    text = (folder / MANIFEST).read_text("utf-8")
    try:
        return (folder / SEAL).read_text("utf-8").strip() == keyring.digest(_PURPOSE, text)
    except (OSError, ValueError):
        return False


def read_list_of_files(folder: Path) -> Iterator[tuple[str, str]]:
    """Key and digest of each stored file."""
    with (folder / LIST_OF_FILES).open(encoding="ascii") as lines:
        for line in lines:
            digest, _, path = line.rstrip("\n").partition("  ")
            yield path.rpartition("/")[2], digest


def measure(path: Path) -> Part:
    """Size and digest of a file as it lies there."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            digest.update(part)
            size += len(part)
    return Part(size, digest.hexdigest())


def write_private(path: Path, content: bytes) -> None:
    """A new file (0600), on the disk when it returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
