"""Which pages of a scan lie behind which cover sheet; nothing is looked up here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.ground.scan_codes import PagesReason
from services.openings.number_found import Cover, read_cover
from services.ports.scans import ScannedPage


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages that follow each other, from 1, and the sheet before them. `reason`: why a person has to look at them."""

    first: int
    last: int
    cover: Cover | None
    reason: PagesReason | None


def plan_pages(pages: Sequence[ScannedPage]) -> list[Stretch]:
    """Every page but the sheets, in order; none when no sheet was read, torn ones too.

    What looks blank may be faint writing: it lies behind its sheet as every page does.

    A page with two different sheets, or with a square code that cannot be read, begins a stretch for a person: what follows
    may belong to a thing that nobody can tell.
    """
    starts = [(no, page) for no, page in enumerate(pages, 1) if is_start(page)]
    if not starts:
        return []
    ends = [no - 1 for no, _ in starts[1:]] + [len(pages)]
    behind = [_behind(no, end, pages) for (no, _), end in zip(starts, ends, strict=True)]
    before = starts[0][0] - 1
    if before:
        behind.insert(0, Stretch(1, before, None, PagesReason.BEFORE_FIRST))
    return behind


def is_start(page: ScannedPage) -> bool:
    """Whether a cover sheet lies here, or what may be one."""
    return page.is_torn or bool(covers_of(page))


def covers_of(page: ScannedPage) -> set[Cover]:
    """The sheets whose codes stand on the page; a code of somebody else is none."""
    return {cover for code in page.codes if (cover := read_cover(code)) is not None}


def find_unread(waiting: Iterable[int], sheets: Sequence[int]) -> set[int]:
    """Of the sheets of one opening, as they lie in the scan, those whose next one may have been missed.

    `waiting` are its things that wait without a scan. A stack may lie in either order; where a thing that waits has no sheet
    here and lies between two that follow each other, or after the last, its pages may lie behind the one before it.
    """
    order = sorted({*waiting, *sheets})
    places = [order.index(sheet) for sheet in sheets]
    missed = {place for place, no in enumerate(order) if no not in sheets}
    doubtful = {
        sheet
        for sheet, place, after in zip(sheets, places, places[1:], strict=False)
        if missed & set(range(min(place, after), max(place, after)))
    }
    if places and missed & _after_last(places):
        doubtful.add(sheets[-1])
    return doubtful


def _after_last(places: Sequence[int]) -> set[int]:
    """Where the sheet after the last one would stand: further the way the stack lies, either way where nobody can tell."""
    last = places[-1]
    if len(places) == 1:
        return {last - 1, last + 1}
    return {last + 1} if last > places[-2] else {last - 1}


def _behind(start: int, end: int, pages: Sequence[ScannedPage]) -> Stretch:
    page = pages[start - 1]
    if page.is_torn:
        # Perhaps no sheet at all: the page itself is among those to look at.
        return Stretch(start, end, None, PagesReason.TORN_SHEET)
    covers = covers_of(page)
    if len(covers) > 1:
        return Stretch(start, end, None, PagesReason.TWO_SHEETS)
    [cover] = covers
    first = start + 1
    if all(pages[no - 1].is_blank for no in range(first, end + 1)):
        return Stretch(start, end, cover, PagesReason.EMPTY)
    return Stretch(first, end, cover, None)
