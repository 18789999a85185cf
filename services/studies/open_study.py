"""A study is opened: by a person, from a wave or a measure that came back, or by itself where the same comes again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.clock.legal_time import beijing_date, parse_day
from models.ground.codes import Category, Role
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.ground.lock_or_insert import insert_if_none
from models.ground.study_codes import StudyOrigin, StudyState
from models.office.measure import Measure
from models.office.service_item import ServiceItem
from models.office.study import Study
from models.office.unit import OrganisationUnit
from models.office.wave_alarm import WaveAlarm
from services.actor import Actor, require_role
from services.studies.count_study import count_figures
from services.studies.subject import Subject
from services.unit_of_work import Unit, UnitOfWork
from services.worklist.study_tasks import begin_study

LONGEST_WORDS = 1_000
MOST_DAYS = 731
# To say who leads the study and what it asks.
PLAN_DAYS = 7
STUDY_RUNS = "STUDY_RUNS"
_ID = re.compile(r"[0-9a-f]{32}")
_ORIGINS: Mapping[str, type[WaveAlarm | Measure]] = {
    StudyOrigin.ALARM: WaveAlarm,
    StudyOrigin.MEASURE: Measure,
}


@dataclass(frozen=True, slots=True)
class OpenStudy:
    """As the form has it; `sending` is the id of the form, so that one sent twice is one study.

    `origin_id` is the wave or the measure that it comes from; what there is not is no origin, and a person opens it of his own.
    """

    sending: str
    why: str
    since: str
    until: str
    unit: str = ""
    item: str = ""
    category: str = ""
    origin: str = StudyOrigin.HAND.value
    origin_id: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """What is opened, of which days, and why; `figures` are of `count_figures` where they are counted already."""

    subject: Subject
    since: date
    until: date
    origin: StudyOrigin
    origin_id: str | None = None
    why: str | None = None
    sending: str = ""
    figures: dict[str, object] | None = None


def open_study(command: OpenStudy, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id; its process begins after the commit. Sent again it is the same study.

    InvalidInput by field, RuleRefused(STUDY_RUNS) while one of the same runs.
    """
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work as unit:
        known = unit.session.get(Study, command.sending)
        if known is not None:
            return known.id
        study = add_study(_read(command, unit), unit, actor)
        if study is None:
            raise RuleRefused(STUDY_RUNS)
        return study.id


def add_study(opening: Opening, unit: Unit, actor: Actor) -> Study | None:
    """The row with its numbers, and the start of its process; None while one of the same runs, also one of this moment."""
    subject, now = opening.subject, unit.clock.now()
    study_id = opening.sending if _ID.fullmatch(opening.sending) else new_id()
    is_new = insert_if_none(
        unit.session,
        Study,
        id=study_id,
        origin=opening.origin,
        origin_id=opening.origin_id,
        unit=subject.unit or None,
        item=subject.item or None,
        category=subject.category,
        cause=subject.cause or None,
        running_about=subject.key,
        since=opening.since,
        until=opening.until,
        why=opening.why,
        figures=opening.figures or count_figures(subject, opening.since, opening.until, unit),
        opened_by=actor.name,
        opened_at=now,
        state=StudyState.PLANNING,
        due_on=beijing_date(now) + timedelta(days=PLAN_DAYS),
        begun=1,
        round=0,
    )
    if not is_new:
        return None
    study = unit.session.get_one(Study, study_id)
    told = {"study": study.id, "origin": study.origin.value, "about": subject.key}
    unit.trail.add(None, "study.opened", told, actor)
    begin_study(study, unit)
    return study


def _read(command: OpenStudy, unit: Unit) -> Opening:
    errors: dict[str, str] = {}
    why = command.why.strip()
    if not 1 <= len(why) <= LONGEST_WORDS:
        errors["why"] = "TOO_LONG" if why else "REQUIRED"
    if not (command.unit or command.item or command.category):
        errors["unit"] = "REQUIRED"
    if command.unit and unit.session.get(OrganisationUnit, command.unit) is None:
        errors["unit"] = "NOT_AN_OPTION"
    known_item = select(ServiceItem.code).where(ServiceItem.code == command.item)
    if command.item and unit.session.scalar(known_item) is None:
        errors["item"] = "NOT_AN_OPTION"
    if command.category and command.category not in set(Category):
        errors["category"] = "NOT_AN_OPTION"
    days = _read_days(command, beijing_date(unit.clock.now()), errors)
    if errors or days is None:
        raise InvalidInput(errors)
    category = Category(command.category) if command.category else None
    subject = Subject(command.unit, command.item, category)
    origin, origin_id = _read_origin(command, unit)
    return Opening(subject, *days, origin, origin_id, why, command.sending)


def _read_origin(command: OpenStudy, unit: Unit) -> tuple[StudyOrigin, str | None]:
    """Of what there is; whoever names nothing that there is opens it of his own."""
    table = _ORIGINS.get(command.origin)
    if table is None or unit.session.get(table, command.origin_id) is None:
        return StudyOrigin.HAND, None
    return StudyOrigin(command.origin), command.origin_id


def _read_days(command: OpenStudy, today: date, errors: dict[str, str]) -> tuple[date, date] | None:
    days: list[date] = []
    for name, told in (("since", command.since.strip()), ("until", command.until.strip())):
        try:
            days.append(parse_day(told))
        except ValueError:
            errors[name] = "NOT_A_DATE" if told else "REQUIRED"
    if len(days) < 2:
        return None
    since, until = days
    if until > today:
        errors["until"] = "IN_THE_FUTURE"
    elif since > until:
        errors["until"] = "ENDS_BEFORE_IT_BEGINS"
    elif (until - since).days > MOST_DAYS:
        errors["since"] = "TOO_LONG"
    return since, until
