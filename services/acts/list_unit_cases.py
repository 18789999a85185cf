"""The cases in which a unit's representative may take an act now; he sees their numbers and no case file."""

from dataclasses import dataclass

from sqlalchemy import Select, select

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.acts.act_case import ActCase
from services.acts.registry import ACTS
from services.acts.units_part import touches
from services.unit_of_work import UnitOfWork
from services.views.page import MOST_COUNTED, Page, page_of

UNIT_ACTS = {name: act for name, act in ACTS.items() if act.is_units}


@dataclass(frozen=True, slots=True)
class UnitCase:
    """One case by its public number, and the acts that this person may take in it."""

    complaint_id: str
    number: str
    acts: tuple[str, ...]


def list_unit_cases(unit_of_work: UnitOfWork, actor: Actor, page: int = 1) -> Page[UnitCase]:
    """A page of the open cases that have to do with the person's unit, newest first; NotPermitted for others."""
    login = require_role(actor, Role.UNIT_REP)
    with unit_of_work.reading() as unit:
        own = unit.session.get_one(Staff, login).unit
        rows = [
            UnitCase(complaint.id, complaint.number, acts)
            for complaint in unit.session.scalars(_touched_by(own))
            if (acts := _list_acts(ActCase(unit, complaint, actor)))
        ]
    return page_of(rows, page)


def _touched_by(own: str) -> Select[Complaint]:
    """Cases that a unit may have something to say in; each act says exactly whether it may."""
    return (
        select(Complaint)
        .where(Complaint.stage != Stage.ARCHIVED, touches(own))
        .order_by(Complaint.received_at.desc(), Complaint.number.desc())
        .limit(MOST_COUNTED + 1)
    )


def _list_acts(case: ActCase) -> tuple[str, ...]:
    return tuple(name for name, act in UNIT_ACTS.items() if act.why_not(case) is None)
