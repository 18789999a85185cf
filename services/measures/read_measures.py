"""Measures as people find them: those who supervise all of them, a unit those that it is to carry out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import Select, func, select, tuple_

from bpmn.pages import MEASURE_PAGE, MEASURE_RETURN_PAGE, MEASURE_VERIFICATION_PAGE
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure, MeasureCheck, MeasureProof, MeasureReturn
from models.office.service_item import ServiceItem
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.forms.place_in_list import read_day_place, tell_day_place
from services.measures.changed_things import name_changed
from services.measures.owners import ASKED, is_owner
from services.office.people_names import map_people_names
from services.office.unit_options import map_unit_names
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.office_tasks import find_task

Part = TypeVar("Part", MeasureProof, MeasureCheck, MeasureReturn)
PAGE = 50
ENDED = (MeasureState.CLOSED, MeasureState.GIVEN_UP)
_SUPERVISE = frozenset({Role.SUPERVISOR, Role.DIRECTOR})
_PAGE_OF = {
    MeasureState.TO_CARRY_OUT: MEASURE_PAGE,
    MeasureState.TO_VERIFY: MEASURE_VERIFICATION_PAGE,
    MeasureState.CAME_BACK: MEASURE_RETURN_PAGE,
}


class MeasuresAsked(StrEnum):
    """Which of them: those that are not ended, late ones, those of one state, or all that ended."""

    OPEN = "open"
    LATE = "late"
    WATCHED = "watched"
    CAME_BACK = "came_back"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class MeasureList:
    """By due day, the first first. `numbers` by what may be asked; `after` begins the next page, "" where there is none."""

    rows: Sequence[Measure]
    numbers: Mapping[MeasuresAsked, int]
    today: date
    units: Mapping[str, str]
    items: Mapping[str, str]
    people: Mapping[str, str]
    after: str
    may_open: bool


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One with all that happened; `asks` is the page of the task that waits for this person, "" where none does.

    `is_coming`: it is this person's turn, and the task is not there yet.
    """

    measure: Measure
    proofs: Sequence[MeasureProof]
    checks: Sequence[MeasureCheck]
    returns: Sequence[MeasureReturn]
    today: date
    units: Mapping[str, str]
    items: Mapping[str, str]
    people: Mapping[str, str]
    changed: str
    asks: str
    is_coming: bool
    is_supervising: bool


def is_late(measure: Measure, today: date) -> bool:
    """Whether its due day passed and nobody has said that it was done."""
    return measure.state is MeasureState.TO_CARRY_OUT and measure.due_on < today


def list_measures(asked: MeasuresAsked, after: str, unit_of_work: UnitOfWork, actor: Actor) -> MeasureList:
    """NotPermitted for whoever neither supervises nor stands for a unit."""
    login = require_role(actor, *ASKED)
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        own = None if actor.roles & _SUPERVISE else unit.session.get_one(Staff, login).unit
        query = _of(asked, today, own).order_by(Measure.due_on, Measure.id).limit(PAGE + 1)
        begin = read_day_place(after)
        if begin is not None:
            query = query.where(tuple_(Measure.due_on, Measure.id) > begin)
        rows = unit.session.scalars(query).all()
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return MeasureList(
            rows[:PAGE],
            {each: _number(each, today, own, unit) for each in MeasuresAsked},
            today,
            map_unit_names(unit),
            _map_items(rows, unit),
            map_people_names(unit),
            "" if last is None else tell_day_place(last.due_on, last.id),
            may_open=own is None,
        )


def read_measure(measure_id: str, unit_of_work: UnitOfWork, actor: Actor) -> MeasurePage:
    """NotFound for one that is not, or is another unit's; refused as `list_measures`."""
    login = require_role(actor, *ASKED)
    with unit_of_work.reading() as unit:
        row = unit.session.get(Measure, measure_id)
        supervises = bool(actor.roles & _SUPERVISE)
        owns = row is not None and is_owner(login, row.owner_unit, unit)
        if row is None or not (supervises or owns):
            raise NotFound
        proofs = unit.session.scalars(_parts(MeasureProof, row)).all()
        page = _PAGE_OF.get(row.state, "")
        has_task = bool(page) and find_task(page, row.id, unit) is not None
        is_own = bool(proofs) and proofs[-1].by == login
        may = owns if row.state is MeasureState.TO_CARRY_OUT else supervises
        may &= not (row.state is MeasureState.TO_VERIFY and is_own)
        return MeasurePage(
            row,
            proofs,
            unit.session.scalars(_parts(MeasureCheck, row)).all(),
            unit.session.scalars(_parts(MeasureReturn, row)).all(),
            beijing_date(unit.clock.now()),
            map_unit_names(unit),
            _map_items([row], unit),
            map_people_names(unit),
            changed=name_changed(row.changes, row.changed, unit),
            asks=page if may and has_task else "",
            is_coming=bool(page) and may and not has_task,
            is_supervising=supervises,
        )


def _of(asked: MeasuresAsked, today: date, own: str | None) -> Select[Measure]:
    query = select(Measure)
    if own is not None:
        query = query.where(Measure.owner_unit == own)
    if asked is MeasuresAsked.LATE:
        return query.where(Measure.state == MeasureState.TO_CARRY_OUT, Measure.due_on < today)
    if asked is MeasuresAsked.ENDED:
        return query.where(Measure.state.in_(ENDED))
    if asked is MeasuresAsked.OPEN:
        return query.where(Measure.state.not_in(ENDED))
    return query.where(Measure.state == MeasureState(asked.value))


def _number(asked: MeasuresAsked, today: date, own: str | None, unit: Unit) -> int:
    counted = select(func.count()).select_from(_of(asked, today, own).subquery())
    return unit.session.scalar(counted) or 0


def _parts(table: type[Part], row: Measure) -> Select[Part]:
    return select(table).where(table.measure_id == row.id).order_by(table.no)


def _map_items(rows: Sequence[Measure], unit: Unit) -> dict[str, str]:
    codes = {row.item for row in rows if row.item}
    query = select(ServiceItem.code, ServiceItem.name).where(ServiceItem.code.in_(codes))
    return {code: name for code, name in unit.session.execute(query)} if codes else {}


def list_by_ids(ids: Sequence[str], unit_of_work: UnitOfWork) -> Sequence[Measure]:
    """Those of them that there are, in no order: what a list calls them by."""
    with unit_of_work.reading() as unit:
        return unit.session.scalars(select(Measure).where(Measure.id.in_(ids))).all()
