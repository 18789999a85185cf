"""The units that a case concerns: of its respondents, their windows, items and people, and those that have a part in it."""

from __future__ import annotations

from sqlalchemy import Select, select, union
from sqlalchemy.orm import InstrumentedAttribute

from models.case.complaint import Complaint
from models.case.designation import Designation
from models.case.respondent import Respondent
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.staff import Staff
from services.requests.kinds import KINDS
from services.unit_of_work import Unit


def list_concerned_units(complaint: Complaint, unit: Unit) -> frozenset[str]:
    """Their codes; empty while there is a respondent of whom nobody knows yet who it is: then it may be any."""
    rows = unit.session.scalars(
        select(Respondent).where(Respondent.complaint_id == complaint.id, Respondent.in_force())
    ).all()
    if not all(row.is_named for row in rows):
        return frozenset()
    found = {complaint.handling_unit, *unit.session.scalars(union(*_queries(complaint.id)))}
    return frozenset(code for code in found if code)


def _queries(complaint_id: str) -> tuple[Select[str | None], ...]:
    def of_respondents(column: InstrumentedAttribute[str | None]) -> Select[str | None]:
        return select(column).where(Respondent.complaint_id == complaint_id, Respondent.in_force())

    windows, items, people = (
        of_respondents(column) for column in (Respondent.window, Respondent.item, Respondent.staff_id)
    )
    return (
        of_respondents(Respondent.unit),
        select(ServiceWindow.unit).where(ServiceWindow.code.in_(windows)),
        select(ServiceItem.unit).where(ServiceItem.code.in_(items)),
        select(Staff.unit).where(Staff.login.in_(people)),
        select(Designation.unit_code).where(Designation.complaint_id == complaint_id),
        *(
            select(getattr(kind.table, kind.unit_column)).where(kind.table.complaint_id == complaint_id)
            for kind in KINDS.values()
            if kind.unit_column is not None
        ),
    )
