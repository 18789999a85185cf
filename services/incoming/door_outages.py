"""Which doors are away, and since when: noted by every look of the workers, told of once it is no single missed look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from models.ground.incoming_codes import Door
from models.ground.lock_or_insert import lock_or_insert
from models.office.door_outage import DoorOutage
from services.unit_of_work import Unit, UnitFactory

# A server that begins anew, or a share that is mounted again, is back before (ADR 0253).
TOLD_AFTER = timedelta(minutes=10)
# A machine that slept between two looks has missed nothing.
FEWEST_MISSES = 3


@dataclass(frozen=True, slots=True)
class DoorAway:
    """Nothing comes in by this door since then, by the office's clock."""

    door: Door
    since: datetime


def note_look(door: Door, make_unit: UnitFactory, *, is_away: bool) -> None:
    """What a look at this door came to; writes only where that is news."""
    if not is_away:
        _let_go([door], make_unit)
        return
    with make_unit().reading() as unit:
        row = unit.session.get(DoorOutage, door)
        is_known = row is not None and row.misses >= FEWEST_MISSES
    if not is_known:
        with make_unit() as unit:
            _note_miss(door, unit)


def forget_other_doors(looked_at: Collection[Door], make_unit: UnitFactory) -> None:
    """Doors at which the office does not look any more, or has not looked since its workers began, are not away."""
    _let_go([door for door in Door if door not in looked_at], make_unit)


def list_doors_away(unit: Unit) -> list[DoorAway]:
    """Those of which somebody has to know, in the order of doors."""
    missed_by = unit.ports.system_clock.now() - TOLD_AFTER
    rows = unit.session.scalars(
        select(DoorOutage)
        .where(DoorOutage.missed_from <= missed_by, DoorOutage.misses >= FEWEST_MISSES)
        .order_by(DoorOutage.door)
    )
    return [DoorAway(row.door, row.since) for row in rows]


def _note_miss(door: Door, unit: Unit) -> None:
    row = lock_or_insert(
        unit.session,
        DoorOutage,
        door,
        door=door,
        since=unit.clock.now(),
        missed_from=unit.ports.system_clock.now(),
        misses=0,
    )
    row.misses += 1


def _let_go(doors: Collection[Door], make_unit: UnitFactory) -> None:
    with make_unit().reading() as unit:
        found = unit.session.scalars(select(DoorOutage.door).where(DoorOutage.door.in_(doors))).all()
    if found:
        with make_unit() as unit:
            unit.session.execute(delete(DoorOutage).where(DoorOutage.door.in_(found)))
