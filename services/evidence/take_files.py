"""Takes uploads into the object store before any transaction: streamed, hashed, typed, scanned, pictures redrawn."""

import hashlib
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from models.ground.errors import Crowded, InvalidInput, OutsideUnavailable
from services.evidence.file_type import find_type
from services.evidence.incoming_file import (
    MAX_FILE_BYTES,
    MAX_FILES,
    FileRefused,
    IncomingFile,
    RefusedFile,
    StoredFile,
)
from services.evidence.safe_image import redraw_image
from services.ports.outside import ObjectStore, Ports
from services.ports.pictures import Redraw

CHUNK_BYTES = 64 * 1024
IN_MEMORY_BYTES = 1024 * 1024
MAX_NAME = 200


def take_files(files: Sequence[IncomingFile], ports: Ports) -> tuple[list[StoredFile], list[RefusedFile]]:
    """Store what can be taken and say of each other file why not. One bad file never stops the others."""
    stored: list[StoredFile] = []
    refused: list[RefusedFile] = []
    tries = _Tries(ports.object_store, _OneWait(ports.pictures))
    for number, file in enumerate(files):
        name = clean_name(file.name)
        try:
            if number >= MAX_FILES:
                raise FileRefused("TOO_MANY")
            stored.append(_take_file(file, name, ports, tries))
        except FileRefused as fault:
            refused.append(RefusedFile(name, fault.code, number))
    return stored, refused


def take_all_files(files: Sequence[IncomingFile], ports: Ports) -> list[StoredFile]:
    """The same where an answer is given once: InvalidInput on `files` when one of them cannot be taken."""
    stored, refused = take_files(files, ports)
    if refused:
        raise InvalidInput({"files": refused[0].code})
    return stored


class _OneWait:
    """Who waited once for the drawing in vain does not wait again for each further picture."""

    def __init__(self, pictures: Redraw) -> None:
        self._pictures = pictures
        self._waited_in_vain = False

    def redraw(self, content: BinaryIO, media_type: str) -> bytes:
        if self._waited_in_vain:
            raise Crowded
        try:
            return self._pictures.redraw(content, media_type)
        except Crowded:
            self._waited_in_vain = True
            raise


class _Tries:
    """A store that did not answer for one file is not waited for again with each further one."""

    def __init__(self, store: ObjectStore, pictures: Redraw) -> None:
        self._store = store
        self._is_away = False
        self.pictures = pictures

    def keep(self, content: BinaryIO, copy: bytes | None) -> tuple[str, str | None]:
        """The keys of a file and of its copy; FileRefused when the store is away."""
        if self._is_away:
            raise FileRefused("STORE_UNAVAILABLE")
        kept: list[str] = []
        try:
            kept.append(self._store.put(content).key)
            if copy is not None:
                kept.append(self._store.put(copy).key)
        except OutsideUnavailable as error:
            self._is_away = True
            with suppress(OutsideUnavailable):
                for key in kept:
                    self._store.delete(key)
            raise FileRefused("STORE_UNAVAILABLE") from error
        return kept[0], kept[1] if copy is not None else None


def clean_name(name: str) -> str:
    """The last part of the sender's name for a file, without control characters; only ever metadata."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable())[-MAX_NAME:] or "file"


def _take_file(file: IncomingFile, name: str, ports: Ports, tries: _Tries) -> StoredFile:
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as spool:
        content = cast(BinaryIO, spool)
        size, sha256 = _copy(file.stream, content)
        if size == 0:
            raise FileRefused("EMPTY")
        _scan(content, ports)
        media_type = find_type(name, file.declared_type, content)
        copy = redraw_image(content, media_type, tries.pictures)
        content.seek(0)
        original_key, copy_key = tries.keep(content, copy)
    return StoredFile(name, media_type, size, sha256, original_key, copy_key)


def _copy(source: BinaryIO, target: BinaryIO) -> tuple[int, str]:
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK_BYTES):
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise FileRefused("TOO_LARGE")
        digest.update(chunk)
        target.write(chunk)
    return size, digest.hexdigest()


def _scan(content: BinaryIO, ports: Ports) -> None:
    content.seek(0)
    try:
        threat = ports.virus_scan.find_threat(content)
    except OutsideUnavailable as error:
        # An unscanned file is never kept: the sender is told and may send it again.
        raise FileRefused("SCAN_UNAVAILABLE") from error
    if threat is not None:
        raise FileRefused("VIRUS")
