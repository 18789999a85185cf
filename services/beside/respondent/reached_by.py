"""Who reads and answers what is sent to whom a case is about: the person himself, or the representative of his unit."""

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.office.account import Account


def is_reached_by_unit(
    unit_code: str, of_unit: InstrumentedAttribute[str], of_person: InstrumentedAttribute[str | None]
) -> ColumnElement[bool]:
    """The condition that a row is for the representative of this unit: for the unit, or for a person of it without an account.

    `of_unit` and `of_person` are the columns of the row.
    """
    has_account = exists(select(Account.staff_id).where(Account.staff_id == of_person))
    return and_(of_unit == unit_code, or_(of_person.is_(None), ~has_account))
