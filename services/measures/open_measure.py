"""A measure is entered: what is changed so that the same complaint comes no more, by whom, and what shows that it works."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.codes import Category, Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.measure_codes import (
    MeasureBasis,
    MeasureChanges,
    MeasureKind,
    MeasureOthers,
    MeasureState,
)
from models.office.cause import Cause
from models.office.measure import Measure
from models.office.service_item import ServiceItem
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.measures.changed_things import is_changeable
from services.measures.compared_with import GROUP_TOO_SMALL, check_compared, is_group_too_small
from services.measures.owners import is_owner, map_owner_units
from services.measures.spans import LEAST_DAYS, MOST_DAYS
from services.measures.subject import Subject
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.measure_tasks import begin_measure

LONGEST_WORDS = 1_000
MOST_TARGET = 100_000.0
LATEST = timedelta(days=730)
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class OpenMeasure:
    """As the form has it; `study_id` is the special study that decides on it, and `changed` is of the kind that `changes` says.

    What it is about is at least one of `category`, `unit`, `item` and `cause`: a study by a main cause knows no problem type.
    `sending` is the id of the form, so that one sent twice is one measure.
    """

    sending: str
    kind: str
    category: str
    owner_unit: str
    due_on: str
    changes: str
    plan: str
    target: str
    window_days: str
    basis: str = MeasureBasis.WORKDAYS.value
    others: str = MeasureOthers.SAME_TYPE.value
    unit: str = ""
    item: str = ""
    cause: str = ""
    owner: str = ""
    changed: str = ""
    study_id: str = ""


def open_measure(command: OpenMeasure, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id; its process begins after the commit. Sent again it is the same measure. InvalidInput by field.

    Refused, too, with a comparison group that by the last year is too small to say anything where another one is not; that is
    counted before the unit is opened that writes.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        is_known = unit.session.get(Measure, command.sending) is not None
        if not is_known and is_group_too_small(_read(command, unit), unit):
            raise InvalidInput({"others": GROUP_TOO_SMALL})
    with unit_of_work as unit:
        known = unit.session.get(Measure, command.sending)
        if known is not None:
            return known.id
        measure = add_measure(command, login, unit, actor)
        begin_measure(measure, measure.id, unit)
        return measure.id


def add_measure(command: OpenMeasure, login: str, unit: Unit, actor: Actor) -> Measure:
    """The row alone, for whoever begins its process otherwise. InvalidInput by field."""
    measure = _read(command, unit)
    measure.opened_by, measure.opened_at = login, unit.clock.now()
    unit.session.add(measure)
    unit.session.flush()
    payload = {"measure": measure.id, "kind": measure.kind.value, "owner_unit": measure.owner_unit}
    unit.trail.add(None, "measure.opened", payload | {"due_on": measure.due_on.isoformat()}, actor)
    return measure


def _read(command: OpenMeasure, unit: Unit) -> Measure:
    errors = _check_codes(command) | _check_places(command, unit) | _check_numbers(command, unit)
    if command.study_id and not is_sending(command.study_id):
        errors["study_id"] = "NOT_AN_OPTION"
    plan = command.plan.strip()
    if not 1 <= len(plan) <= LONGEST_WORDS:
        errors["plan"] = "TOO_LONG" if plan else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    sending = command.sending if is_sending(command.sending) else new_id()
    measure = Measure(id=sending, kind=MeasureKind(command.kind), study_id=command.study_id or None)
    measure.category = Category(command.category) if command.category else None
    measure.unit = command.unit or None
    measure.item, measure.cause = command.item or None, command.cause or None
    measure.owner_unit, measure.owner = command.owner_unit, command.owner or None
    measure.due_on = date.fromisoformat(command.due_on.strip())
    measure.changes, measure.changed = MeasureChanges(command.changes), command.changed or None
    measure.plan, measure.target = plan, float(command.target)
    measure.basis, measure.others = MeasureBasis(command.basis), MeasureOthers(command.others)
    measure.window_days = int(command.window_days)
    measure.state, measure.round, measure.waits = MeasureState.TO_CARRY_OUT, 1, 0
    return measure


def _check_codes(command: OpenMeasure) -> dict[str, str]:
    vocabularies = {
        "kind": MeasureKind,
        "changes": MeasureChanges,
        "basis": MeasureBasis,
        "others": MeasureOthers,
    }
    errors = {
        name: "REQUIRED" for name, codes in vocabularies.items() if getattr(command, name) not in set(codes)
    }
    if command.category and command.category not in set(Category):
        errors["category"] = "NOT_AN_OPTION"
    elif not (command.category or command.unit or command.item or command.cause):
        errors["category"] = "REQUIRED"
    if errors:
        return errors
    category = Category(command.category) if command.category else None
    subject = Subject(category, command.unit, command.item, command.cause)
    return check_compared(command.others, command.basis, subject)


def _check_places(command: OpenMeasure, unit: Unit) -> dict[str, str]:
    errors: dict[str, str] = {}
    if command.owner_unit not in map_owner_units(unit):
        errors["owner_unit"] = "REQUIRED"
    elif command.owner and not is_owner(command.owner, command.owner_unit, unit):
        errors["owner"] = "NOT_AN_OPTION"
    if command.unit and unit.session.get(OrganisationUnit, command.unit) is None:
        errors["unit"] = "NOT_AN_OPTION"
    if command.item and not _is_item(command.item, command.unit, unit):
        errors["item"] = "NOT_AN_OPTION"
    if command.cause and not _is_cause(command.cause, unit):
        errors["cause"] = "NOT_AN_OPTION"
    if command.changes in set(MeasureChanges) and not is_changeable(command.changes, command.changed, unit):
        errors["changed"] = "REQUIRED"
    return errors


def _is_item(code: str, unit_code: str, unit: Unit) -> bool:
    query = select(ServiceItem.unit).where(ServiceItem.code == code)
    of_unit = unit.session.scalar(query)
    return of_unit is not None and unit_code in ("", of_unit)


def _is_cause(code: str, unit: Unit) -> bool:
    query = select(Cause.code).where(Cause.code == code, Cause.ended_at.is_(None))
    return unit.session.scalar(query) is not None


def _check_numbers(command: OpenMeasure, unit: Unit) -> dict[str, str]:
    errors: dict[str, str] = {}
    today = beijing_date(unit.clock.now())
    fault = check_due(command.due_on, today)
    if fault:
        errors["due_on"] = fault
    if read_target(command.target) is None:
        errors["target"] = "NOT_A_NUMBER" if command.target.strip() else "REQUIRED"
    if not _is_window(command.window_days):
        errors["window_days"] = "NOT_A_NUMBER" if command.window_days else "REQUIRED"
    return errors


def _is_window(text: str) -> bool:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_DAYS))
    return is_number and LEAST_DAYS <= int(text) <= MOST_DAYS


def check_due(text: str, today: date) -> str:
    """What is wrong of a day by which something is to be done; empty where nothing is."""
    try:
        due_on = parse_any_day(text.strip())
    except ValueError:
        return "NOT_A_DATE" if text.strip() else "REQUIRED"
    return "" if today <= due_on <= today + LATEST else "IN_THE_PAST" if due_on < today else "NOT_A_DATE"


def read_target(text: str) -> float | None:
    """A rate above 0; none of a text that is none."""
    try:
        target = float(text.strip())
    except ValueError:
        return None
    return target if 0 < target <= MOST_TARGET else None


def is_sending(text: str) -> bool:
    """Whether it is the id of a form that this application showed."""
    return _ID.fullmatch(text) is not None
