"""Waves as those who supervise find them: what waits first, then what was decided; and what is watched at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.wave_codes import DECIDED, WaveState
from models.office.wave_alarm import THE_WATCH, WaveAlarm, WaveWatch
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork
from services.waves.scan import WARM_UP

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class WavePage:
    """`waiting` the newest first; of `decided` the newest. `watch` is None before the first look; `people` by login.

    `short_by`: in how many days the past is long enough to tell anything; 0 where it is.
    """

    waiting: Sequence[WaveAlarm]
    decided: Sequence[WaveAlarm]
    watch: WaveWatch | None
    people: Mapping[str, str]
    short_by: int


def read_waves(unit_of_work: UnitOfWork, actor: Actor) -> WavePage:
    """NotPermitted for others than supervisors and directors."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        newest = select(WaveAlarm).order_by(WaveAlarm.raised_at.desc(), WaveAlarm.id).limit(MOST_SHOWN)
        waiting = unit.session.scalars(newest.where(WaveAlarm.state == WaveState.OPEN)).all()
        decided = unit.session.scalars(newest.where(WaveAlarm.state.in_(DECIDED))).all()
        watch = unit.session.get(WaveWatch, THE_WATCH)
        return WavePage(waiting, decided, watch, map_people_names(unit), _short_by(watch, unit))


@dataclass(frozen=True, slots=True)
class ReadWave:
    """One wave and people by login."""

    wave: WaveAlarm
    people: Mapping[str, str]


def read_wave(wave_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ReadWave:
    """NotFound for one that never was or is gone; refused as `read_waves`."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        row = unit.session.get(WaveAlarm, wave_id)
        if row is None or row.state is WaveState.GONE:
            raise NotFound
        return ReadWave(row, map_people_names(unit))


def list_open_waves(unit: Unit) -> Sequence[tuple[str, int, str]]:
    """Id, how often it was raised, and the dimension of what waits: for the alerts."""
    query = select(WaveAlarm.id, WaveAlarm.raised, WaveAlarm.dimension)
    rows = unit.session.execute(query.where(WaveAlarm.state == WaveState.OPEN))
    return [(wave_id, raised, dimension.value) for wave_id, raised, dimension in rows]


def _short_by(watch: WaveWatch | None, unit: Unit) -> int:
    if watch is None or watch.since is None:
        return WARM_UP
    enough = watch.since + timedelta(days=WARM_UP)
    return max(0, (enough - beijing_date(unit.clock.now())).days)
