"""At which thing of which opening pages of a scan are sure to belong, and why the others wait for a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import select

from models.case.batch_scan import ScanPages
from models.case.opening import Found, Opening
from models.ground.opening_codes import FoundState, OpeningState
from models.ground.scan_codes import PagesReason
from services.openings.get_opening import PlaceFound
from services.openings.scans.plan_pages import Stretch, find_unread
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Judged:
    """A stretch with the thing that its sheet names, where it is one of this office."""

    stretch: Stretch
    place: PlaceFound | None
    reason: PagesReason | None


def judge_pages(stretches: Sequence[Stretch], unit: Unit) -> list[Judged]:
    """As things stand in this unit; `reason` None for what is sure."""
    judged = [_judge(stretch, unit) for stretch in stretches]
    counted = Counter(one.place for one in judged if one.place is not None)
    # Of two sheets that say the same nobody can tell which is the right one.
    return _doubt(
        [
            replace(one, reason=PagesReason.TWICE)
            if one.reason is None and one.place is not None and counted[one.place] > 1
            else one
            for one in judged
        ],
        unit,
    )


def list_scanned(opening_id: str, unit: Unit) -> set[int]:
    """The things of an opening that have a scan."""
    having = select(ScanPages.no).where(
        ScanPages.opening_id == opening_id, ScanPages.reason.is_(None), ScanPages.no.is_not(None)
    )
    return {no for no in unit.session.scalars(having) if no is not None}


def _judge(stretch: Stretch, unit: Unit) -> Judged:
    cover = stretch.cover
    if cover is None:
        return Judged(stretch, None, stretch.reason)
    opening = unit.session.scalars(select(Opening).where(Opening.sign == cover.sign)).one_or_none()
    found = None if opening is None else unit.session.get(Found, (opening.id, cover.no))
    if opening is None or found is None:
        return Judged(stretch, None, PagesReason.UNKNOWN_SHEET)
    return Judged(stretch, PlaceFound(opening.id, found.no), stretch.reason or _bar(opening, found, unit))


def _bar(opening: Opening, found: Found, unit: Unit) -> PagesReason | None:
    if opening.state in (OpeningState.BEGUN, OpeningState.WITHDRAWN):
        return PagesReason.NOT_OPEN
    if found.state is not FoundState.WAITING:
        return PagesReason.SETTLED
    return PagesReason.TWICE if found.no in list_scanned(opening.id, unit) else None


def _doubt(judged: Sequence[Judged], unit: Unit) -> list[Judged]:
    """What follows a sheet that was not read lies behind the one before it: that one waits too."""
    unread: set[PlaceFound] = set()
    # By opening: whether a sheet of it may lie anywhere in the scan and was not read.
    is_missing: dict[str, bool] = {}
    for opening_id in {one.place.opening_id for one in judged if one.place is not None}:
        waiting = select(Found.no).where(Found.opening_id == opening_id, Found.state == FoundState.WAITING)
        without = set(unit.session.scalars(waiting)) - list_scanned(opening_id, unit)
        sheets = [one.place.no for one in judged if one.place and one.place.opening_id == opening_id]
        once = list(dict.fromkeys(sheets))
        is_missing[opening_id] = bool(without - set(once))
        unread |= {PlaceFound(opening_id, no) for no in find_unread(without, once)}
    # Where one box follows another in the scan, the first sheets of the second lie behind the last of the first.
    placed = [one.place for one in judged if one.place is not None]
    unread |= {
        place
        for place, after in pairwise(placed)
        if place.opening_id != after.opening_id and is_missing[after.opening_id]
    }
    return [
        replace(one, reason=PagesReason.NEXT_NOT_READ) if one.reason is None and one.place in unread else one
        for one in judged
    ]
