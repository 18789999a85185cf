"""Compares the store of figures with a full scan of the database: row by row, and what is counted beforehand with the rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.ground.errors import FiguresAway
from models.ledger.trail_event import TrailEvent
from services.figures.append_step import knows
from services.figures.columns import SHAPE
from services.figures.read_rows import read_figure_rows
from services.figures.rebuild import list_ids_after
from services.ports.figures import FigureStore, Mark, Row, Value
from services.unit_of_work import Unit, UnitFactory

NO_STORE = "no store of this release / 没有本版本的统计库"
OTHER_TRAIL = "the store is of another trail / 统计库与留痕链不符"


def check_figures(make_unit: UnitFactory) -> Iterator[str]:
    """A line a difference, none where all is equal; the workers go on meanwhile. FiguresAway where the file cannot be had.

    What changed since the store was last appended to is no difference, nor what was counted of a file that is destroyed now.
    Codes and numbers alone are named.
    """
    store = make_unit().ports.figures
    mark = store.find_mark()
    if mark is None:
        yield NO_STORE
        return
    with make_unit().reading() as unit:
        is_known = knows(mark, unit)
    if not is_known:
        yield OTHER_TRAIL
        return
    yield from _compare_rows(make_unit)
    yield from store.find_miscounted()


def _compare_rows(make_unit: UnitFactory) -> Iterator[str]:
    store, last, ids = make_unit().ports.figures, "", [""]
    while ids:
        with make_unit().reading() as unit:
            ids = list_ids_after(last, unit)
        until = ids[-1] if ids else None
        mark, kept = _read_kept(store, last, until)
        # After the store: what was written into it is in the database by now, and what changed since is named.
        with make_unit().reading() as unit:
            now = unit.clock.now()
            fresh = {str(row["complaint_id"]): row for row in read_figure_rows(ids, unit)} if ids else {}
            changed = _list_changed(ids, mark, unit)
            alone = _list_alone(kept.keys() - fresh.keys(), unit)
        for complaint_id in alone:
            yield f"{complaint_id}: in the store alone / 仅统计库有"
        for complaint_id in ids:
            if complaint_id not in changed:
                yield from _differences(complaint_id, fresh[complaint_id], kept.get(complaint_id), now)
        last = until or last


def _read_kept(store: FigureStore, after: str, until: str | None) -> tuple[Mark, Mapping[str, Row]]:
    """The rows of one state of the store, and its mark: read again where it was written meanwhile."""
    while (mark := store.find_mark()) is not None:
        kept = store.read_rows(store.list_ids(after, until))
        if store.find_mark() == mark:
            return mark, kept
    raise FiguresAway


def _list_alone(kept: Collection[str], unit: Unit) -> list[str]:
    there = unit.session.scalars(select(Complaint.id).where(Complaint.id.in_(kept))) if kept else ()
    return sorted(set(kept).difference(there))


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
