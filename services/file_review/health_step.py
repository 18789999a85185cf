"""The workers' step that keeps the list of gaps up: open files whose trail moved, whose limit passed, or that a new sheet judges.

Small portions, read without a lock and written together with the mark: a process that was overtaken writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from models.case.complaint import Complaint
from models.case.file_health import FileHealth, FileHealthGap, FileHealthMark
from models.case.lifecycle import Stage
from models.ground.errors import OutsideUnavailable
from models.ledger.trail_event import TrailEvent
from services.file_review.facts import FileFacts, read_facts
from services.file_review.judge_file import Health, judge_file
from services.file_review.sheet import Sheet, find_sheet
from services.unit_of_work import Unit, UnitFactory

EVENTS_AT_ONCE = 2_000
FILES_AT_ONCE = 200
# A file is looked at again at the latest then: what a day makes late has no event.
_AGAIN_AFTER = timedelta(days=1)
_MARK = 1
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the looks have come; `swept_to` is None once every open file was seen."""

    seq: int
    sheet_key: str
    swept_to: str | None


@dataclass(frozen=True, slots=True)
class _Portion:
    """What was read: from which place, to which, and how each open file stands; `gone` are those that are open no more.

    `unjudged` are those that no rule could look at: what is known of them stays, and they are tried again in a day.
    """

    begun: _Place | None
    reached: _Place
    seen: Mapping[str, tuple[Health, datetime]]
    gone: Collection[str]
    unjudged: Collection[str]
    now: datetime


def file_health_step(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int:
    """One portion; how many files were looked at, 0 where nothing waits."""
    with make_unit().reading() as unit:
        portion = _read(unit)
    looked_at = len(portion.seen) + len(portion.gone) + len(portion.unjudged)
    if is_ending() or (not looked_at and portion.begun == portion.reached):
        return 0
    with make_unit() as unit:
        if not _keep(portion, unit):
            return 0
    return looked_at


def _read(unit: Unit) -> _Portion:
    row, sheet, now = unit.session.get(FileHealthMark, _MARK), find_sheet(unit), unit.clock.now()
    begun = None if row is None else _Place(row.seq, row.sheet_key, row.swept_to)
    place = begun
    if place is None or place.sheet_key != sheet.key:
        # Before the first file: what moves meanwhile is seen by its event.
        place = _Place(_last_seq(unit) if begun is None else begun.seq, sheet.key, "")
    seq, moved = _list_moved(place.seq, unit)
    ids = set(moved)
    ids |= set(
        unit.session.scalars(
            select(FileHealth.complaint_id)
            .where(FileHealth.look_at <= now)
            .order_by(FileHealth.look_at)
            .limit(FILES_AT_ONCE)
        )
    )
    swept_to = place.swept_to
    if swept_to is not None and len(ids) < FILES_AT_ONCE:
        found = unit.session.scalars(
            select(Complaint.id)
            .where(Complaint.id > swept_to, Complaint.stage != Stage.ARCHIVED)
            .order_by(Complaint.id)
            .limit(FILES_AT_ONCE)
        ).all()
        ids |= set(found)
        swept_to = found[-1] if len(found) == FILES_AT_ONCE else None
    seen, unjudged = _judge(sorted(ids), sheet, unit)
    gone = ids - seen.keys() - unjudged
    return _Portion(begun, _Place(seq, sheet.key, swept_to), seen, gone, unjudged, now)


def _judge(
    ids: Sequence[str], sheet: Sheet, unit: Unit
) -> tuple[dict[str, tuple[Health, datetime]], set[str]]:
    """How the open ones of these files stand, and which of them could not be judged."""
    try:
        facts = read_facts(ids, unit) if ids else {}
        opened = {case: one for case, one in facts.items() if is_looked_at(one)}
        return {case: (judge_file(sheet.lines, one), _look_again(one)) for case, one in opened.items()}, set()
    except (OutsideUnavailable, SQLAlchemyError):
        raise
    except Exception as fault:
        # One file that nobody foresaw must not keep the look from all others: by halves, until it stands alone.
        if len(ids) == 1:
            _log.warning("file_not_judged", complaint_id=ids[0], error_type=type(fault).__name__)
            return {}, set(ids)
    half = len(ids) // 2
    first, second = (_judge(some, sheet, unit) for some in (ids[:half], ids[half:]))
    return first[0] | second[0], first[1] | second[1]


def is_looked_at(facts: FileFacts) -> bool:
    """A file that is open: one that was closed is reviewed, not watched."""
    return not facts.is_closed and facts.complaint.destroyed_at is None


def _last_seq(unit: Unit) -> int:
    return unit.session.scalar(select(func.max(TrailEvent.seq))) or 0


def _list_moved(seq: int, unit: Unit) -> tuple[int, list[str]]:
    """Up to which event, and the cases of these; no more cases than one portion has."""
    events = unit.session.execute(
        select(TrailEvent.seq, TrailEvent.complaint_id)
        .where(TrailEvent.seq > seq)
        .order_by(TrailEvent.seq)
        .limit(EVENTS_AT_ONCE)
    )
    found: dict[str, None] = {}
    for number, case in events:
        if case is not None and case not in found:
            if len(found) == FILES_AT_ONCE:
                break
            found[case] = None
        seq = number
    return seq, list(found)


def _look_again(facts: FileFacts) -> datetime:
    """When the next limit passes, and within a day anyway."""
    due = [
        clock.due_at + timedelta(seconds=1)
        for clock in facts.clocks
        if clock.stopped_at is None and clock.due_at >= facts.now
    ]
    return min([*due, facts.now + _AGAIN_AFTER])


def _keep(portion: _Portion, unit: Unit) -> bool:
    """False where another process has come further meanwhile."""
    row = unit.session.get(FileHealthMark, _MARK, with_for_update=True)
    stands = None if row is None else _Place(row.seq, row.sheet_key, row.swept_to)
    if stands != portion.begun:
        return False
    if row is None:
        row = FileHealthMark(id=_MARK)
        unit.session.add(row)
    reached = portion.reached
    row.seq, row.sheet_key, row.swept_to = reached.seq, reached.sheet_key, reached.swept_to
    _forget([*portion.seen, *portion.gone], unit)
    again = update(FileHealth).where(FileHealth.complaint_id.in_(portion.unjudged))
    unit.session.execute(again.values(look_at=portion.now + _AGAIN_AFTER))
    healths, gaps = _rows(portion)
    if healths:
        unit.session.execute(insert(FileHealth), healths)
    if gaps:
        unit.session.execute(insert(FileHealthGap), gaps)
    return True


def _forget(ids: Iterable[str], unit: Unit) -> None:
    wanted = list(ids)
    unit.session.execute(delete(FileHealthGap).where(FileHealthGap.complaint_id.in_(wanted)))
    unit.session.execute(delete(FileHealth).where(FileHealth.complaint_id.in_(wanted)))


def _rows(portion: _Portion) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    healths: list[dict[str, object]] = []
    gaps: list[dict[str, object]] = []
    for case, (health, look_at) in portion.seen.items():
        healths.append(
            {
                "complaint_id": case,
                "sheet_key": portion.reached.sheet_key,
                "gaps": len(health.gaps),
                "points": health.points,
                "of_points": health.of_points,
                "seen_at": portion.now,
                "look_at": look_at,
            }
        )
        gaps += [{"complaint_id": case, "code": code} for code in health.gaps]
    return healths, gaps
