"""The cases in which a unit's representative may take an act now: what his unit was told, is asked and until when; no file."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.acts.asked_of_unit import NOTHING_ASKED, AskedOfUnit, map_asked
from services.acts.registry import ACTS
from services.acts.reply_as_respondent import asks_unit
from services.unit_of_work import UnitOfWork
from services.views.page import MOST_COUNTED, Page, page_of


@dataclass(frozen=True, slots=True)
class UnitCase:
    """One case by its public number, the acts that this person may take in it, and what his unit was told and is asked."""

    complaint_id: str
    number: str
    acts: tuple[str, ...]
    received_at: datetime | None = None
    asked: AskedOfUnit = NOTHING_ASKED


def list_unit_cases(unit_of_work: UnitOfWork, actor: Actor, page: int = 1) -> Page[UnitCase]:
    """A page of the open cases that have to do with the person's unit, newest first; NotPermitted for others.

    As many questions for many cases as for one.
    """
    login = require_role(actor, Role.UNIT_REP)
    with unit_of_work.reading() as unit:
        own = unit.session.get_one(Staff, login).unit
        conditions = _list_conditions(own)
        query = (
            select(Complaint.id, Complaint.number, Complaint.received_at, *conditions.values())
            .where(Complaint.stage != Stage.ARCHIVED, or_(*conditions.values()))
            .order_by(Complaint.received_at.desc(), Complaint.number.desc())
            .limit(MOST_COUNTED + 1)
        )
        rows = [
            UnitCase(
                complaint_id,
                number,
                tuple(act for act, may in zip(conditions, told, strict=True) if may),
                received_at,
            )
            for complaint_id, number, received_at, *told in unit.session.execute(query)
        ]
        listed = page_of(rows, page)
        asked = map_asked([row.complaint_id for row in listed], own, unit)
        shown = tuple(replace(row, asked=asked[row.complaint_id]) for row in listed)
        return replace(listed, rows=shown)


def list_statements_asked(unit_of_work: UnitOfWork, actor: Actor) -> list[str]:
    """Ids of the cases in which a statement of the person's unit is asked and not given, the oldest first."""
    login = require_role(actor, Role.UNIT_REP)
    with unit_of_work.reading() as unit:
        own = unit.session.get_one(Staff, login).unit
        query = select(Complaint.id).where(asks_unit(own)).order_by(Complaint.received_at, Complaint.number)
        return list(unit.session.scalars(query.limit(MOST_COUNTED)))


def _list_conditions(own: str) -> dict[str, ColumnElement[bool]]:
    """By act of the units' side when this unit may take it."""
    return {name: act.units_cases(own) for name, act in ACTS.items() if act.units_cases is not None}
