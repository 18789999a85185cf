"""Compares the store of figures with a full scan of the database: row by row, and what is counted beforehand with the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ledger.trail_event import TrailEvent
from services.figures.append_step import knows
from services.figures.columns import SHAPE
from services.figures.read_rows import read_figure_rows
from services.figures.rebuild import list_ids_after
from services.ports.figures import Mark, Row, Value
from services.unit_of_work import Unit, UnitFactory

NO_STORE = "no store of this release / 没有本版本的统计库"
OTHER_TRAIL = "the store is of another trail / 统计库与留痕链不符"


def check_figures(make_unit: UnitFactory) -> Iterator[str]:
    """A line a difference, none where all is equal; FiguresAway while another process writes.

    What changed since the store was last appended to is no difference, nor what was counted of a file that is destroyed now.
    Codes and numbers alone are named.
    """
    store = make_unit().ports.figures
    with store.hold_writing():
        mark = store.find_mark()
        if mark is None:
            yield NO_STORE
            return
        with make_unit().reading() as unit:
            is_known = knows(mark, unit)
        if not is_known:
            yield OTHER_TRAIL
            return
        yield from _compare_rows(mark, make_unit)
        yield from store.find_miscounted()


def _compare_rows(mark: Mark, make_unit: UnitFactory) -> Iterator[str]:
    store, last = make_unit().ports.figures, ""
    while True:
        with make_unit().reading() as unit:
            ids = list_ids_after(last, unit)
            if not ids:
                break
            now = unit.clock.now()
            fresh = {str(row["complaint_id"]): row for row in read_figure_rows(ids, unit)}
            # After the rows: what they may know already is named by now.
            changed = _list_changed(ids, mark, unit)
        yield from _alone(store.list_ids(last, ids[-1]), ids)
        kept, last = store.read_rows(ids), ids[-1]
        for complaint_id in ids:
            if complaint_id not in changed:
                yield from _differences(complaint_id, fresh[complaint_id], kept.get(complaint_id), now)
    yield from _alone(store.list_ids(last), ())


def _alone(kept: Sequence[str], ids: Collection[str]) -> Iterator[str]:
    for complaint_id in sorted(set(kept) - set(ids)):
        yield f"{complaint_id}: in the store alone / 仅统计库有"


def _list_changed(ids: Sequence[str], mark: Mark, unit: Unit) -> set[str]:
    later = select(TrailEvent.complaint_id).where(TrailEvent.complaint_id.in_(ids), TrailEvent.seq > mark.seq)
    destroyed = select(Complaint.id).where(Complaint.id.in_(ids), Complaint.destroyed_at.is_not(None))
    named = {*unit.session.scalars(later), *unit.session.scalars(destroyed)}
    return {complaint_id for complaint_id in named if complaint_id is not None}


def _differences(complaint_id: str, fresh: Row, kept: Row | None, now: datetime) -> Iterator[str]:
    if kept is None:
        yield f"{complaint_id}: missing / 统计库缺少"
        return
    fresh, kept = at_moment(fresh, now), at_moment(kept, now)
    for name in fresh:
        if fresh[name] != kept[name]:
            yield f"{complaint_id} {name}: {kept[name]} instead of / 应为 {fresh[name]}"


def at_moment(row: Row, now: datetime) -> Mapping[str, Value]:
    """The row with its parts as they count at that moment, and the moments that are still to come."""
    told = dict(row)
    for part, column in SHAPE.turning.items():
        moment = row[column]
        if isinstance(moment, datetime) and moment < now:
            told[part], told[column] = 1, None
    return told
