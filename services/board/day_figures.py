"""The figures of the day: how much is late or near, and where it lies; each is the total of the due list it leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, case, func, select

from models.case.complaint import Complaint
from models.clock.legal_time import ONE_DAY, at_time, beijing_date
from models.ground.codes import Role
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.board.due_filter import Urgency, urgency_condition
from services.board.due_items import DueItems, due_items
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork

DAYS_SHOWN = 14
SHOWN_AT_ONCE = 15


@dataclass(frozen=True, slots=True)
class Load:
    """What lies with one unit, stage or person: everything that runs, and how much of it is late or due soon.

    `key` None: nobody has it yet. `name` None: a stage, or somebody whom the office does not know any more.
    """

    key: str | None
    name: str | None
    total: int
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class Day:
    """How many cases came in and were closed on one day."""

    day: date
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """`counts` by urgency; the loads by what is late first, of units and handlers the first fifteen.

    `units` and `handlers` say how many there are. `days` are the last fourteen, today the last.
    """

    counts: Mapping[Urgency, int]
    total: int
    by_unit: tuple[Load, ...]
    by_stage: tuple[Load, ...]
    by_handler: tuple[Load, ...]
    units: int
    handlers: int
    days: tuple[Day, ...] = field(default_factory=tuple)

    @property
    def today(self) -> Day:
        """What came in and was closed today."""
        return self.days[-1]


def read_day_figures(unit_of_work: UnitOfWork, actor: Actor) -> DayFigures:
    """For the supervisor and the director, NotPermitted for others; of cases that they must keep away from nothing.

    As many statements for a hundred thousand limits as for none.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        items = due_items(login, unit)
        flags = {urgency: urgency_condition(urgency, items, unit) for urgency in Urgency}
        groups = _read_groups(items, flags, unit)
        units, stages, handlers = (_sum_loads(groups, place) for place in range(len(_HOLDERS)))
        people = map_people_names(unit, logins={row[0] for row in handlers[:SHOWN_AT_ONCE] if row[0]})
        return DayFigures(
            counts={urgency: sum(group.counts[urgency] for group in groups) for urgency in Urgency},
            total=sum(group.total for group in groups),
            by_unit=_name(units[:SHOWN_AT_ONCE], map_unit_names(unit)),
            by_stage=_name(stages, {}),
            by_handler=_name(handlers[:SHOWN_AT_ONCE], people),
            units=len(units),
            handlers=len(handlers),
            days=_read_days(login, unit),
        )


_Row = tuple[str | None, int, int, int]
# By what the loads are told: where it lies, how far it is, with whom it is.
_HOLDERS = (Complaint.handling_unit, Complaint.stage, Complaint.handler_id)


@dataclass(frozen=True, slots=True)
class _Group:
    """What runs of one unit in one stage with one person."""

    holders: tuple[str | None, ...]
    total: int
    counts: Mapping[Urgency, int]


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _read_groups(items: DueItems, flags: Mapping[Urgency, ColumnElement[bool]], unit: Unit) -> list[_Group]:
    """One statement: where each item stands on its ladder is worked out once, whatever it is counted by."""
    query = items.select_with_case(*_HOLDERS, func.count(), *(_count_if(flag) for flag in flags.values()))
    found = []
    for row in unit.session.execute(query.group_by(*_HOLDERS)):
        holders, total, numbers = row[: len(_HOLDERS)], row[len(_HOLDERS)], row[len(_HOLDERS) + 1 :]
        found.append(_Group(tuple(holders), int(total), dict(zip(flags, map(int, numbers), strict=True))))
    return found


def _sum_loads(groups: Sequence[_Group], place: int) -> list[_Row]:
    """By one of the columns, what is late first; what nobody has comes before others that have as much."""
    by_key: dict[str | None, list[_Group]] = {}
    for group in groups:
        by_key.setdefault(group.holders[place], []).append(group)
    rows = [
        (
            key,
            sum(group.total for group in held),
            sum(group.counts[Urgency.LATE] for group in held),
            sum(group.counts[Urgency.SOON] for group in held),
        )
        for key, held in by_key.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], -row[3], -row[1], row[0] or ""))


def _name(rows: list[_Row], names: Mapping[str, str]) -> tuple[Load, ...]:
    return tuple(
        Load(key, names.get(key) if key is not None else None, total, late, soon)
        for key, total, late, soon in rows
    )


def _read_days(login: str, unit: Unit) -> tuple[Day, ...]:
    """Fourteen pairs of sums in one statement."""
    today = beijing_date(unit.clock.now())
    days = [today - timedelta(days=back) for back in reversed(range(DAYS_SHOWN))]
    first = at_time(days[0], "00:00")
    sums = [
        _count_if((column >= at_time(day, "00:00")) & (column < at_time(day + ONE_DAY, "00:00")))
        for column in (Complaint.received_at, Complaint.closed_at)
        for day in days
    ]
    recent = (Complaint.received_at >= first) | (Complaint.closed_at >= first)
    row = unit.session.execute(select(*sums).where(recent, ~must_keep_away(login, unit))).one()
    received, closed = row[: len(days)], row[len(days) :]
    return tuple(
        Day(day, int(came), int(went)) for day, came, went in zip(days, received, closed, strict=True)
    )
