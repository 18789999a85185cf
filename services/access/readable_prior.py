"""Who may read what the office kept before it had this system."""

from sqlalchemy import ColumnElement, and_, exists, false, select

from models.case.prior_case import PriorCase, PriorNamed
from models.case.prior_table import PriorTable
from services.access.readable_cases import READ_ALL_ROLES
from services.actor import Actor, staff_id_of


def may_read_prior(actor: Actor) -> ColumnElement[bool]:
    """The condition on `prior_case`: the office and its line read all, but nobody one that complains of him by name.

    One of a table that was taken back is nobody's.
    """
    login = staff_id_of(actor)
    if not actor.roles & READ_ALL_ROLES:
        return false()
    taken_back = select(PriorTable.id).where(PriorTable.taken_back_at.is_not(None))
    named = exists().where(PriorNamed.no == PriorCase.no, PriorNamed.login == login)
    return and_(~named, PriorCase.table_id.not_in(taken_back))
