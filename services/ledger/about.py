"""Whom a complaint is about, as the ledger says it: rows in force that somebody confirmed, and the unit of each."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from models.case.respondent import Respondent
from models.office.staff import Staff


def about_unit() -> ColumnElement[str | None]:
    """The unit of a row, of a named person his own; of a query that joins `staff` from outside."""
    return func.coalesce(Respondent.unit, Staff.unit)


def is_settled() -> ColumnElement[bool]:
    """What was read from the words is a guess until somebody confirms it: it may stand in no statement of the office."""
    return or_(Respondent.confirmed_at.is_not(None), Respondent.named_by.is_not(None))
