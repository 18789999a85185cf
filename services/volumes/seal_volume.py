"""Binds and seals the volume that waits: lays out, numbers the pages, then writes the index with its digest in one transaction.

What was laid out is thrown away where the file changed meanwhile, and laid out again.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC

from models.case.complaint import Complaint
from models.case.file_volume import FileVolume
from models.case.letter import CaseLetter
from models.ground.errors import Conflict, NotFound
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.keeping.set_keeping import set_keeping
from services.letters.store_page import store_page
from services.office.letterhead import read_letterhead
from services.ports.press import Grid, Letter, Letterhead, Part, Words
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.bound_part import BoundPart, digest_volume, keep_bound
from services.volumes.list_parts import list_parts, set_scene
from services.volumes.part import FilePart, KeptFile, KeptLetter, Place, Scene, Sheet
from services.volumes.sealed_volume import list_volume_rows, read_bound_before, seal_of
from services.volumes.sheets.entries import list_open_entries
from services.volumes.sheets.identity import digest_of_raw
from services.volumes.sheets.trail import list_events

# Somebody may write into the file while it is laid out.
TRIES = 3
# Bytes: more than these go into no PDF that a browser opens, but with the package.
MOST_PICTURES = 60_000_000
CHANGED = "FILE_CHANGED"
# Under every sheet; a table alone would begin on a page of its own.
PRINTED_FROM = "以上据办公系统的记载打印。"


@dataclass(frozen=True, slots=True)
class _Found:
    """What is to be bound, as it was read."""

    number: str
    letterhead: Letterhead
    parts: tuple[FilePart, ...]
    entry_ids: tuple[str, ...]
    last_seq: int


def seal_volume(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Seal the volume of the case that waits; nothing is done where none waits.

    Conflict(FILE_CHANGED) where somebody goes on writing into the file, OutsideUnavailable for a kept file that has changed.
    """
    for _ in range(TRIES):
        found = _read(complaint_id, unit_of_work)
        if found is None:
            return
        bound = _lay_out(found, unit_of_work, actor)
        if _write(complaint_id, _Laid(found, bound), unit_of_work, actor):
            return
        for one in bound:
            if one.storage_key and isinstance(one.part.content, Sheet):
                unit_of_work.ports.object_store.delete(one.storage_key)
    raise Conflict(code=CHANGED)


def _read(complaint_id: str, unit_of_work: UnitOfWork) -> _Found | None:
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        if complaint is None:
            raise NotFound
        rows = list_volume_rows(complaint_id, unit)
        if not any(row.sealed_at is None for row in rows):
            return None
        scene = set_scene(complaint, unit, bound=read_bound_before(rows))
        events = list_events(scene)
        last = events[-1].seq if events else scene.bound.last_seq
        return _Found(
            complaint.number,
            read_letterhead(unit),
            tuple(list_parts(scene)),
            tuple(entry.id for entry in list_open_entries(scene)),
            last,
        )


def _lay_out(found: _Found, unit_of_work: UnitOfWork, actor: Actor) -> tuple[BoundPart, ...]:
    bound: list[BoundPart] = []
    next_page, room = 1, MOST_PICTURES
    for part in found.parts:
        one = replace(_bind(part, found, unit_of_work, actor), first_page=next_page)
        if isinstance(part.content, KeptFile) and one.pages:
            room -= part.content.size
            one = one if room >= 0 else replace(one, pages=0)
        next_page += one.pages
        bound.append(one)
    return tuple(bound)


def _bind(part: FilePart, found: _Found, unit_of_work: UnitOfWork, actor: Actor) -> BoundPart:
    press, store = unit_of_work.ports.press, unit_of_work.ports.object_store
    content = part.content
    if part.place is Place.IDENTITY:
        return BoundPart(part, 0, 0, digest_of_raw(part))
    if isinstance(content, KeptFile):
        return BoundPart(part, 1 if content.safe_copy_key else 0, 0, content.sha256)
    if isinstance(content, KeptLetter):
        return _bind_letter(part, content.letter_id, unit_of_work, actor)
    page = press.print(lay_sheet(part, content, found.number, found.letterhead))
    stored = store.put(page)
    return BoundPart(part, press.measure(page), 0, stored.sha256, stored.key)


def _bind_letter(part: FilePart, letter_id: str, unit_of_work: UnitOfWork, actor: Actor) -> BoundPart:
    page = store_page(letter_id, unit_of_work, actor)
    with unit_of_work.reading() as unit:
        key = unit.session.get_one(CaseLetter, letter_id).storage_key or ""
    return BoundPart(part, unit_of_work.ports.press.measure(page), 0, hashlib.sha256(page).hexdigest(), key)


def lay_sheet(part: FilePart, sheet: Sheet, number: str, letterhead: Letterhead) -> Letter:
    """A sheet as the press takes it."""
    parts = (*map(_without_holes, sheet.parts), Words(PRINTED_FROM))
    return Letter(letterhead, part.title, number, parts, part.dated, barcode=number, is_sealed=False)


def _without_holes(part: Part) -> Part:
    """A table has no empty cell for who has it read aloud."""
    if isinstance(part, Grid):
        return replace(part, rows=tuple(tuple(cell or "—" for cell in row) for row in part.rows))
    return part


@dataclass(frozen=True, slots=True)
class _Laid:
    found: _Found
    parts: tuple[BoundPart, ...]


def _write(complaint_id: str, laid: _Laid, unit_of_work: UnitOfWork, actor: Actor) -> bool:
    """Whether the file is as it was read; what is done by looking at it stands in its trail and changes nothing."""
    with unit_of_work as unit:
        complaint = get_complaint(complaint_id, unit)
        rows = list_volume_rows(complaint_id, unit)
        row = next((row for row in rows if row.sealed_at is None), None)
        if row is None:
            return True
        scene = set_scene(complaint, unit, bound=read_bound_before(rows))
        if _list_marks(list_parts(scene)) != _list_marks(laid.found.parts):
            return False
        _seal(row, laid, scene, actor)
    return True


def _list_marks(parts: list[FilePart] | tuple[FilePart, ...]) -> list[tuple[str, str]]:
    return [(part.key, part.fingerprint) for part in parts if part.place is not Place.TRAIL]


def _seal(row: FileVolume, laid: _Laid, scene: Scene, actor: Actor) -> None:
    unit: Unit = scene.unit
    # As the row gives it back: the digest is over its words.
    row.sealed_at = unit.clock.now().astimezone(UTC)
    row.content = {
        "parts": [keep_bound(one) for one in laid.parts],
        "entry_ids": list(laid.found.entry_ids),
        "last_seq": laid.found.last_seq,
    }
    row.pages = sum(one.pages for one in laid.parts)
    row.digest = digest_volume(laid.found.number, row.no, row.sealed_at, laid.parts)
    row.seal = seal_of(row.digest)
    payload = {"no": row.no, "parts": len(laid.parts), "pages": row.pages, "digest": row.digest}
    unit.trail.add(row.complaint_id, "file.sealed", payload, actor)
    set_keeping(scene.complaint, unit, actor)
