"""Puts one entry into a case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.ground.ids import new_id
from services.unit_of_work import Unit

# The longest text of one entry.
MAX_TEXT = 10_000
GOES_ON = "（续）"


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


def add_whole_entry(new: NewEntry, unit: Unit) -> None:
    """The same of words of any length: what is too long for one entry goes on in others of its kind."""
    words = new.text.strip()
    add_entry(replace(new, text=words[:MAX_TEXT]), unit)
    add_rest(replace(new, text=words), unit)


def add_rest(new: NewEntry, unit: Unit) -> None:
    """Of words whose first MAX_TEXT characters stand elsewhere already, what follows them; nothing of shorter ones."""
    step = MAX_TEXT - len(GOES_ON)
    for start in range(MAX_TEXT, len(new.text), step):
        add_entry(replace(new, text=GOES_ON + new.text[start : start + step]), unit)
