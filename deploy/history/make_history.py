"""Makes the past of a demo office: refused elsewhere, gone on with where it was stopped, and made once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from deploy.history.asked import Asked
from deploy.history.begun import find_begun, tell_begun
from deploy.history.limits import enter_limits
from deploy.history.places import read_places
from deploy.history.plan import make_plan
from deploy.history.truths import TRUTHS_FILE, word_truths
from deploy.history.volumes import enter_volumes
from deploy.history.writing import AT_ONCE, Past, Portion, make_portion, write_portion
from models.case.complaint import Complaint
from models.clock.legal_time import FIRST_DAY, beijing_date
from models.ground.errors import DatabaseBusy
from services.clocks.clock_shift import read_shift
from services.unit_of_work import UnitFactory

ASKED_FILE = "history.json"
_TRIES = 5
Progress = Callable[[int, int], None]


class HistoryRefused(Exception):
    """Why no past is made here; no further call changes it."""


class HistoryBusy(Exception):
    """Another process writes it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """`until` None: the day before the office's today."""

    years: int
    cases: int
    seed: int
    make: str
    until: date | None = None


def make_history(wanted: Wanted, data: Path, make_unit: UnitFactory, tell: Progress) -> int:
    """How many complaints were written now; 0 where all were there. HistoryRefused, HistoryBusy, or OfficeTooSmall.

    What was asked stands on the trail and beside the data before the first row: called again with the same, it goes on.
    """
    with make_unit().reading() as unit:
        if not read_shift(unit.session).is_demo:
            raise HistoryRefused(
                "this is no demo office; made complaints must never stand among real ones"
                " / 本机构不是演示机构，虚构的投诉不得与真实投诉混在一起"
            )
        today = beijing_date(unit.clock.now())
        places, begun = read_places(unit), find_begun(unit.session)
    path = data / ASKED_FILE
    asked = begun or _read_asked(path)
    if asked is None:
        asked = _ask(wanted, today, places.ladder.calendar.years)
    else:
        _require_same(asked, wanted)
    write_draft(path, json.dumps(asked.as_json(), sort_keys=True) + "\n")
    past = Past(asked, make_plan(asked, places), places)
    write_draft(data / TRUTHS_FILE, word_truths(past))
    tell_begun(asked, make_unit)
    enter_limits(asked, make_unit)
    begin = _count_written(past, make_unit)
    tell(begin, asked.cases)
    for first in range(begin, asked.cases, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, asked.cases))
        _write(make_portion(past, numbers), past, make_unit)
        tell(numbers.stop, asked.cases)
    enter_volumes(past, make_unit)
    return asked.cases - begin


def _write(portion: Portion, past: Past, make_unit: UnitFactory) -> None:
    """Others write too: it waits for them some times before it gives up, and the next call goes on."""
    for left in reversed(range(_TRIES)):
        try:
            with make_unit() as unit:
                write_portion(portion, past, unit)
            return
        except DatabaseBusy:
            if not left:
                raise
        except IntegrityError as fault:
            raise HistoryBusy(
                "another process writes this past; call again when it has ended"
                " / 另一个进程正在生成这份历史，请待其结束后再执行"
            ) from fault


def _read_asked(path: Path) -> Asked | None:
    """Of a past that an earlier release began: it told nothing on the trail."""
    if not path.exists():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    return Asked(**{**kept, "until": date.fromisoformat(kept["until"])})


def _require_same(asked: Asked, wanted: Wanted) -> None:
    """Another past beside one that is there is refused."""
    same = (asked.years, asked.cases, asked.seed, asked.make)
    is_other = same != (wanted.years, wanted.cases, wanted.seed, wanted.make)
    if is_other or wanted.until not in (None, asked.until):
        raise HistoryRefused(
            f"this office has another past already ({asked.told()}); make another office for this one"
            f" / 本机构已有另一份历史（{asked.told()}），请另建演示机构"
        )


def _ask(wanted: Wanted, today: date, years: Collection[int]) -> Asked:
    """As it is asked the first time."""
    until = wanted.until or today - timedelta(days=1)
    if not FIRST_DAY <= until < today:
        raise HistoryRefused("a past ends before the office's today / 历史必须在机构当前日期之前结束")
    asked = Asked(wanted.years, wanted.cases, wanted.seed, wanted.make, until)
    if asked.first.year not in years:
        raise HistoryRefused(
            f"the work calendar has no year {asked.first.year} / 工作日历没有 {asked.first.year} 年"
        )
    return asked


def write_draft(path: Path, text: str) -> None:
    """Whole or not at all."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def _count_written(past: Past, make_unit: UnitFactory) -> int:
    """Portions are written in their order, so that those that are there are the first ones."""
    with make_unit().reading() as unit:
        low, high = 0, past.asked.cases
        while low < high:
            middle = (low + high) // 2
            query = select(func.count()).select_from(Complaint).where(Complaint.id == past.id_of(middle))
            low, high = (middle + 1, high) if unit.session.scalar(query) else (low, middle)
    return low
