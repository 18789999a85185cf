"""The list of destroyed files beside the key file: it lies outside the database, so that no backup of that takes it back.

One line a file, only added to: id of the case, number of the list of destruction, day. It names nobody.
"""

import fcntl
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from models.ground.sync import sync
from models.vault.key_file import OWNER_ONLY

_ID = 32
_LINE = re.compile(r"\A([0-9a-f]{32}) ([^\s]{1,40}) ([0-9]{4}-[0-9]{2}-[0-9]{2})\Z")


@dataclass(frozen=True, slots=True)
class DestroyedFile:
    """One file, the list of destruction by which it went, and the day."""

    complaint_id: str
    list_number: str
    day: date


def destroyed_list_of(key_file: Path) -> Path:
    """Where the list of an office with this key file lies."""
    return key_file.with_name(key_file.name + ".destroyed")


def note_destroyed(key_file: Path, files: Iterable[DestroyedFile]) -> int:
    """Add those that do not stand there; how many. On disk when it returns; OSError where nothing can be written there."""
    told = {one.complaint_id: one for one in files}
    path = destroyed_list_of(key_file)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(descriptor, "r+", encoding="utf-8", errors="surrogateescape") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        text = file.read()
        # No line of another file is read closely: of a hundred thousand one is added at a time.
        there = {line[:_ID] for line in text.splitlines() if line[:_ID] in told and _LINE.match(line)}
        fresh = [one for one in told.values() if one.complaint_id not in there]
        # What a kill left half written stays a line of its own, which says nothing.
        lines = ["\n"] if text and not text.endswith("\n") else []
        lines += [f"{one.complaint_id} {one.list_number} {one.day.isoformat()}\n" for one in fresh]
        file.write("".join(lines))
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)
    return len(fresh)


def read_destroyed(key_file: Path) -> tuple[DestroyedFile, ...]:
    """All of them, in their order; none where there is no list. OSError or ValueError for one that cannot be read."""
    try:
        return _parse(destroyed_list_of(key_file).read_text("utf-8"))
    except FileNotFoundError:
        return ()


def _parse(text: str) -> tuple[DestroyedFile, ...]:
    found = (_LINE.match(line) for line in text.splitlines())
    return tuple(DestroyedFile(told[1], told[2], date.fromisoformat(told[3])) for told in found if told)
