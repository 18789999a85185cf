"""Whom cases are about, as every rule of keeping away asks it: one question for all of them and for all people."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from models.case.respondent import Respondent
from models.office.staff import Staff
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Accused:
    """One respondent in force: a person, a unit or both; `unit_of_person` is where the person works."""

    complaint_id: str
    staff_id: str | None
    unit: str | None
    unit_of_person: str | None


def list_accused(complaint_ids: Collection[str], unit: Unit) -> list[Accused]:
    """Of all of the cases. Whose nearness is asked is no part of the question, so a look that reads asks it once for all."""
    query = (
        select(Respondent.complaint_id, Respondent.staff_id, Respondent.unit, Staff.unit)
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(Respondent.complaint_id.in_(sorted(set(complaint_ids))), Respondent.in_force())
    )
    return [Accused(*row) for row in unit.session.execute(query)]
