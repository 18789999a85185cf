"""Whom a complaint is about, as the ledger says it: rows in force that somebody confirmed, and the unit of each."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.office.staff import Staff


def about_unit() -> ColumnElement[str | None]:
    """The unit of a row, of a named person his own; of a query that joins `staff` from outside."""
    return func.coalesce(Respondent.unit, Staff.unit)


def is_settled() -> ColumnElement[bool]:
    """What was read from the words is a guess until somebody confirms it: it may stand in no statement of the office."""
    return or_(Respondent.confirmed_at.is_not(None), Respondent.named_by.is_not(None))


def select_about(*conditions: ColumnElement[bool]) -> Select[str]:
    """Those rows of a complaint of the query around it of which all of these hold; a person stands for his unit."""
    rows = select(Respondent.id).outerjoin(Staff, Staff.login == Respondent.staff_id)
    of_case = Respondent.complaint_id == Complaint.id
    return rows.where(of_case, Respondent.in_force(), is_settled(), *conditions)


def is_about_codes(unit_code: str, item_code: str) -> ColumnElement[bool]:
    """Whether a complaint has a row with these codes; true of every one where both are empty."""
    told = ((about_unit(), unit_code), (Respondent.item, item_code))
    named = [column == code for column, code in told if code]
    return is_about(*named) if named else true()


def is_about(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a complaint has such a row."""
    return select_about(*conditions).correlate(Complaint).exists()
