"""What a look found becomes rows: each wave one that grows, told anew only where it grew after somebody decided about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from models.clock.legal_time import beijing_date
from models.ground.ids import new_id
from models.ground.lock_or_insert import insert_if_none, lock_or_insert
from models.ground.wave_codes import DECIDED, WaveState
from models.ledger.trail_event import TrailEvent
from models.office.wave_alarm import THE_WATCH, WaveAlarm, WaveWatch
from services.actor import SYSTEM
from services.unit_of_work import Unit
from services.waves.find_waves import Standing, Threshold, stand, stands_alone
from services.waves.read_past import MOST_DAYS, OfficePast, Series
from services.waves.scan import APART, LEAST_SEEN

# After a decision: half as many again and three more, counted from the beginning of the wave.
GROWN_TIMES, GROWN_MORE = 1.5, 3
# A wave of which complaints were corrected or restricted, so that one look in ten would see as many as are left, is none.
GONE_BELOW = 1.0


@dataclass(frozen=True, slots=True)
class Unusual:
    """A series of which more came in since `begins_on` than is usual: these complaints."""

    begins_on: date
    cases: frozenset[str]


@dataclass(frozen=True, slots=True)
class Look:
    """One look: `unusual` are first days and complaints by series; `past` None where nothing has come in yet."""

    at: datetime
    past: OfficePast | None
    unusual: Mapping[Series, Unusual]
    threshold: Threshold


def keep_waves(look: Look, unit: Unit) -> int:
    """How many were raised, grew after a decision or are gone. The same look again, or by two at once, changes nothing."""
    _note_watch(look, unit)
    past, today = look.past, beijing_date(look.at)
    rows = _list_rows(today, unit)
    if past is None:
        return sum(_recount(row, _nothing(row), look, unit) for row in rows)
    changed, told, going = 0, dict[Series, frozenset[str]](), _list_going(rows, look, today)
    for series, row in sorted(going.items()):
        row.until, told[series] = today, look.unusual[series].cases
        changed += _go_on(row, stand(series, row.begins_on, today, past), look, unit)
    alone, also = _part(look, past, told)
    for series in also.keys() & going.keys():
        known = {(dimension, code) for dimension, code in (*going[series].also, *also[series])}
        going[series].also = [list(one) for one in sorted(known)]
    for series in alone:
        changed += _raise(series, look, also.get(series, []), unit)
    for row in rows:
        series = (row.dimension, row.code)
        if going.get(series) is not row:
            changed += _recount(row, stand(series, row.begins_on, row.until, past), look, unit)
    return changed


def _list_going(rows: Collection[WaveAlarm], look: Look, today: date) -> dict[Series, WaveAlarm]:
    """Rows that go on. One whose last day is longer ago waits as it is, and what rises now is a wave of its own."""
    lately = {(row.dimension, row.code): row for row in rows if row.until >= today - timedelta(days=APART)}
    return {series: lately[series] for series in look.unusual.keys() & lately.keys()}


def _part(
    look: Look, past: OfficePast, told: dict[Series, frozenset[str]]
) -> tuple[list[Series], dict[Series, list[list[str]]]]:
    """Series that are waves of their own, and by these what else rises by the same complaints.

    The least likely is asked first. What waves that are told of already explain is none of its own.
    """
    fresh = [series for series in look.unusual if series not in told]
    chances = {series: stands_alone(series, look.unusual[series].begins_on, past, 0) for series in fresh}
    alone: list[Series] = []
    also: dict[Series, list[list[str]]] = {}
    for series in sorted(fresh, key=lambda one: (-chances[one], one)):
        wave = look.unusual[series]
        known = wave.cases & frozenset().union(*told.values())
        left = stands_alone(series, wave.begins_on, past, len(known))
        if not known or left >= look.threshold.unlikely:
            alone.append(series)
            told[series] = wave.cases
        else:
            nearest = max(told, key=lambda one: (len(wave.cases & told[one]), one))
            also.setdefault(nearest, []).append([series[0].value, series[1]])
    return alone, also


def _list_rows(today: date, unit: Unit) -> Collection[WaveAlarm]:
    """Waves that may go on, and those that wait for a person and can be counted; of one series the last one last."""
    query = select(WaveAlarm).where(
        or_(WaveAlarm.state == WaveState.OPEN, WaveAlarm.until >= today - timedelta(days=APART)),
        WaveAlarm.begins_on > today - timedelta(days=MOST_DAYS),
    )
    return unit.session.scalars(query.order_by(WaveAlarm.begins_on, WaveAlarm.id).with_for_update()).all()


def _raise(series: Series, look: Look, also: list[list[str]], unit: Unit) -> bool:
    assert look.past is not None  # noqa: S101 - something was found in it
    dimension, code = series
    begins_on, until = look.unusual[series].begins_on, beijing_date(look.at)
    now = stand(series, begins_on, until, look.past)
    first = {
        "id": new_id(),
        "dimension": dimension,
        "code": code,
        "begins_on": begins_on,
        "until": until,
        "seen": now.seen,
        "usual": now.usual,
        "unlikely": now.unlikely,
        "days": [list(day) for day in now.days],
        "also": also,
        "state": WaveState.OPEN,
        "raised": 1,
        "raised_at": look.at,
        "looked_at": look.at,
    }
    if not insert_if_none(unit.session, WaveAlarm, **first):
        return False
    _tell("wave.raised", {"wave": first["id"], "dimension": dimension.value, "code": code}, now, unit)
    return True


def _go_on(row: WaveAlarm, now: Standing, look: Look, unit: Unit) -> bool:
    _enter(row, now, look)
    base = row.decided_seen or 0
    has_grown = now.seen >= max(GROWN_TIMES * base, base + GROWN_MORE)
    if row.state is WaveState.OPEN or (row.state is not WaveState.GONE and not has_grown):
        return False
    row.state, row.raised, row.raised_at = WaveState.OPEN, row.raised + 1, look.at
    _tell("wave.grown", _name(row), now, unit)
    return True


def _recount(row: WaveAlarm, now: Standing, look: Look, unit: Unit) -> bool:
    """Complaints come late, are corrected, and become restricted: what stands on the page is what counts now.

    Time alone takes no wave away: a part of a day is measured by less than the whole one the next morning.
    """
    is_less = now.seen < row.seen
    _enter(row, now, look)
    is_none = now.seen < LEAST_SEEN or (is_less and now.unlikely < GONE_BELOW)
    if row.state is not WaveState.OPEN or not is_none:
        return False
    row.state = _state_before(row, unit)
    _tell("wave.gone", _name(row), now, unit)
    return True


def _state_before(row: WaveAlarm, unit: Unit) -> WaveState:
    """Of one that was decided and grew: as it was decided, so that its reason stays on the page."""
    if row.decided_at is None:
        return WaveState.GONE
    kinds = {f"wave.{state.value}": state for state in DECIDED}
    decided = unit.session.execute(
        select(TrailEvent.kind, TrailEvent.payload)
        .where(TrailEvent.kind.in_(kinds))
        .order_by(TrailEvent.seq.desc())
    )
    last = next((kinds[kind] for kind, payload in decided if payload.get("wave") == row.id), None)
    return last or (WaveState.DISMISSED if row.due_on is None else WaveState.TAKEN_UP)


def _nothing(row: WaveAlarm) -> Standing:
    return Standing(0, row.usual, 0.0, [(day, 0, usual) for day, _, usual in row.days])


def _enter(row: WaveAlarm, now: Standing, look: Look) -> None:
    """What it was told for stays, while its complaints count: quiet days between two bursts do not make it likely."""
    row.unlikely = now.unlikely if now.seen < row.seen else max(row.unlikely, now.unlikely)
    row.seen, row.usual = now.seen, now.usual
    row.days, row.looked_at = [list(day) for day in now.days], look.at


def _tell(kind: str, wave: Mapping[str, object], now: Standing, unit: Unit) -> None:
    unit.trail.add(None, kind, {**wave, "seen": now.seen, "usual": round(now.usual, 2)}, SYSTEM)


def _name(row: WaveAlarm) -> dict[str, object]:
    return {"wave": row.id, "dimension": row.dimension.value, "code": row.code}


def _note_watch(look: Look, unit: Unit) -> None:
    watched = Counter(dimension.value for dimension, _ in (look.past.series if look.past else ()))
    values = {
        "looked_at": look.at,
        "since": look.past and look.past.first,
        "watched": dict(watched),
        "threshold": look.threshold.unlikely,
        "is_own_threshold": look.threshold.is_own,
    }
    row = lock_or_insert(unit.session, WaveWatch, THE_WATCH, id=THE_WATCH, **values)
    for name, value in values.items():
        setattr(row, name, value)
