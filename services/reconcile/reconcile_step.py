"""The workers' comparison of database and engine: at their start and each night, and again while something differs
that can be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select

from models.clock.legal_time import beijing_date
from models.office.standstill import Standstill, StandstillKind, StandstillLook
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.reconcile.look import look
from services.unit_of_work import Unit, UnitFactory

# By the machine's clock, when nobody works.
NIGHT = timedelta(hours=2)
# While something differs that passes or is mended it is looked at again: then it leaves the page.
AGAIN = timedelta(minutes=10)
MOST_KEPT = 1_000
ROWS_AT_ONCE = 200
# Days may pass until a person has acted; the next look at it is the next night's.
_LEFT_TO_PEOPLE = frozenset(
    {
        Difference.RUN_OVER,
        Difference.RUN_OF_NOBODY,
        Difference.TASK_KEY_USED_BESIDE,
        Difference.REQUEST_ASTRAY,
        Difference.VERSION_LOST,
    }
)
# The end of a run is a kind of its own on the page, with its own cure.
_SHOWN_ELSEWHERE = frozenset({Difference.RUN_OVER})


@dataclass(slots=True)
class Compared:
    """What this process has seen: the night it looked in, what the last look saw, and when the next one is due."""

    night: date | None = None
    earlier: frozenset[Differing] | None = None
    due_at: datetime | None = None


def reconcile_step(
    make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, compared: Compared
) -> int:
    """0, since what differs is no work for the workers. OutsideUnavailable while the engine is away.

    What one look alone saw is on its way: it is told only when the next one sees it too.
    """
    with make_unit().reading() as unit:
        moment = unit.ports.system_clock.now()
    night = beijing_date(moment - NIGHT)
    if night == compared.night and (compared.due_at is None or moment < compared.due_at):
        return 0
    seen = frozenset(look(make_unit, engine, monitor).seen)
    if compared.earlier is None and seen:
        # The next round of this step looks once more.
        compared.earlier, compared.night, compared.due_at = seen, night, moment
        return 0
    lasting = seen & (compared.earlier or frozenset())
    _keep([one for one in sorted(lasting) if one.difference not in _SHOWN_ELSEWHERE], moment, make_unit)
    compared.night = night
    is_to_pass = any(one.difference not in _LEFT_TO_PEOPLE for one in lasting)
    compared.earlier, compared.due_at = (seen, moment + AGAIN) if is_to_pass else (None, None)
    return 0


def _keep(differing: Sequence[Differing], moment: datetime, make_unit: UnitFactory) -> None:
    """One row a case, at most a thousand; one that stays keeps its `since`."""
    wanted = _rows_of(differing)
    with make_unit().reading() as unit:
        of_kind = Standstill.kind == StandstillKind.ASTRAY
        known = {
            key: facts
            for key, facts in unit.session.execute(select(Standstill.key, Standstill.facts).where(of_kind))
        }
    gone = sorted(known.keys() - wanted.keys())
    changed = [key for key, (_, facts) in wanted.items() if known.get(key) != facts]
    for start in range(0, len(gone), ROWS_AT_ONCE):
        part = gone[start : start + ROWS_AT_ONCE]
        with make_unit() as unit:
            unit.session.execute(
                delete(Standstill).where(Standstill.kind == StandstillKind.ASTRAY, Standstill.key.in_(part))
            )
    for start in range(0, len(changed), ROWS_AT_ONCE):
        with make_unit() as unit:
            for key in changed[start : start + ROWS_AT_ONCE]:
                _write(key, wanted[key], unit)
    with make_unit() as unit:
        unit.session.merge(StandstillLook(kind=StandstillKind.ASTRAY, looked_at=moment))


def _rows_of(differing: Sequence[Differing]) -> dict[str, tuple[str | None, Mapping[str, object]]]:
    """Case and facts by the key of the row: that of the instance or version, or the beginning of the case's id."""
    found: dict[str, list[Differing]] = {}
    for one in differing:
        key = one.complaint_id[:20] or one.key
        if key in found or len(found) < MOST_KEPT:
            found.setdefault(key, []).append(one)
    return {key: (group[0].complaint_id or None, _tell(group)) for key, group in found.items()}


def _tell(group: Sequence[Differing]) -> dict[str, object]:
    told: dict[str, object] = {"differences": sorted({one.difference.value for one in group})}
    for one in group:
        if one.difference is Difference.RUN_ELSEWHERE:
            told |= {"recorded": one.recorded, "stands_at": one.stands_at.split(",")}
        elif one.difference is Difference.VERSION_LOST:
            told["file"] = one.recorded
    return told


def _write(key: str, wanted: tuple[str | None, Mapping[str, object]], unit: Unit) -> None:
    case, facts = wanted
    row = unit.session.get(Standstill, (StandstillKind.ASTRAY, key))
    if row is None:
        row = Standstill(kind=StandstillKind.ASTRAY, key=key, since=unit.clock.now(), complaint_id=case)
        unit.session.add(row)
    row.facts = dict(facts)
