"""What the person or unit complained about may be told: by the disclosure level, and never who complained.

Built from chosen columns, not by hiding some of a whole case; personal words of the complainant leave only from
level 1 on and with numbers and names of contact cut out.
"""

import re
from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.ground.codes import Category, Role
from models.ground.errors import NotFound
from services.actor import Actor, staff_id_of
from services.casefile.get_case import list_accepted_claims
from services.unit_of_work import UnitOfWork

# Telephone and identity numbers, addresses of mail: patterns that name a person inside free text.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\d{17}[\dXx]|\+?\d[\d\- ]{6,}\d")
CUT = "■"


@dataclass(frozen=True, slots=True)
class RespondentView:
    """The kind of problem and, from disclosure level 1 on, the claims about it."""

    number: str
    category: Category | None
    window: str | None
    item: str | None
    claims: tuple[str, ...]


def get_respondent_view(complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> RespondentView:
    """For the person complained about; NotFound for everybody else."""
    login = staff_id_of(actor)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, complaint_id)
        respondents = unit.session.scalars(
            select(Respondent).where(Respondent.complaint_id == complaint_id)
        ).all()
        mine = next((found for found in respondents if _is_about(found, login, actor)), None)
        if complaint is None or mine is None:
            raise NotFound
        claims = list_accepted_claims(complaint_id, unit) if complaint.disclosure_level >= 1 else []
        return RespondentView(
            number=complaint.number,
            category=complaint.category,
            window=mine.window,
            item=mine.item,
            claims=tuple(PERSONAL.sub(CUT, claim.text) for claim in claims),
        )


def _is_about(respondent: Respondent, login: str, actor: Actor) -> bool:
    return respondent.staff_id == login and bool(actor.roles & {Role.WINDOW_STAFF, Role.UNIT_REP})
