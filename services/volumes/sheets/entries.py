"""卷内记事: what people noted in the file; a later volume goes on where the one before ended."""

from collections.abc import Iterator

from sqlalchemy import select

from models.case.file_entry import FileEntry
from models.case.lifecycle import FileEntryKind
from models.clock.legal_time import beijing_date, word_moment
from services.ports.press import Grid
from services.volumes.part import FilePart, Place, Scene, Sheet

_HEAD = ("时间", "记事人", "内容")
_WIDTHS = (8, 8, 24)
KEY = "entries"


def list_open_entries(scene: Scene) -> list[FileEntry]:
    """Those that no volume holds."""
    rows = scene.unit.session.scalars(
        select(FileEntry)
        .where(FileEntry.complaint_id == scene.complaint.id)
        .order_by(FileEntry.at, FileEntry.id)
    )
    return [row for row in rows if row.id not in scene.bound.entry_ids]


def list_entries(scene: Scene) -> Iterator[FilePart]:
    """One sheet, where something was noted. That a paper came in is told by the paper itself."""
    rows = [row for row in list_open_entries(scene) if row.kind is not FileEntryKind.ADDENDUM]
    if rows:
        lines = tuple((word_moment(row.happened_at or row.at), scene.name(row.by), row.text) for row in rows)
        sheet = Sheet((Grid(_HEAD, lines, _WIDTHS),))
        dated = beijing_date(rows[-1].at)
        yield FilePart(Place.ENTRIES, KEY, "卷内记事", "", "", dated, sheet)
