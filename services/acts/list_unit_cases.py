"""The cases in which a unit's representative may take an act now; he sees their numbers and no case file."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from models.beside.referral import Referral
from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.lifecycle import Stage
from models.case.respondent import Respondent
from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import Actor, require_role
from services.acts import reply_as_respondent, report_fact
from services.acts.act_case import ActCase
from services.unit_of_work import Unit, UnitOfWork

MOST_CASES = 200
UNIT_ACTS = {"reply-as-respondent": reply_as_respondent, "report-fact": report_fact}


@dataclass(frozen=True, slots=True)
class UnitCase:
    """One case by its public number, and the acts that this person may take in it."""

    complaint_id: str
    number: str
    acts: tuple[str, ...]


def list_unit_cases(unit_of_work: UnitOfWork, actor: Actor) -> list[UnitCase]:
    """The open cases that have to do with the person's unit, newest first, at most 200; NotPermitted for others."""
    login = require_role(actor, Role.UNIT_REP)
    with unit_of_work.reading() as unit:
        own = unit.session.get_one(Staff, login).unit
        rows = [
            UnitCase(complaint.id, complaint.number, _list_acts(ActCase(unit, complaint, actor)))
            for complaint in _list_touched(own, unit)
        ]
    return [row for row in rows if row.acts]


def _list_touched(own: str, unit: Unit) -> list[Complaint]:
    """Cases that a unit may have something to say in; each act says exactly whether it may."""
    touching = (
        select(Respondent.complaint_id).where(Respondent.unit == own),
        select(Referral.complaint_id).where(Referral.unit_code == own),
        select(RespondentRequest.complaint_id).where(RespondentRequest.unit_code == own),
        select(Designation.complaint_id).where(Designation.unit_code == own),
    )
    return list(
        unit.session.scalars(
            select(Complaint)
            .where(
                Complaint.stage != Stage.ARCHIVED,
                or_(Complaint.handling_unit == own, *(Complaint.id.in_(source) for source in touching)),
            )
            .order_by(Complaint.received_at.desc())
            .limit(MOST_CASES)
        )
    )


def _list_acts(case: ActCase) -> tuple[str, ...]:
    return tuple(name for name, act in UNIT_ACTS.items() if act.why_not(case) is None)
