"""Puts one entry into a case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.ground.ids import new_id
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`by` is the login or name to be read later; `ways` are codes of how the complainant was reached."""

    complaint_id: str
    kind: FileEntryKind
    text: str
    by: str
    ways: Sequence[str] = ()


def add_entry(new: NewEntry, unit: Unit) -> FileEntry:
    """Add the entry at this moment; the caller writes the trail."""
    entry = FileEntry(
        id=new_id(),
        complaint_id=new.complaint_id,
        kind=new.kind,
        at=unit.clock.now(),
        by=new.by,
        text=new.text.strip(),
        ways=list(new.ways),
    )
    unit.session.add(entry)
    return entry
