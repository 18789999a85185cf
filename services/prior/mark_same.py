"""Marks that a case of today is about the matter of one that the office handled before (重复投诉), or that it is not."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.prior_case import PriorMark
from models.case.prior_table import PriorTable
from models.ground.errors import InvalidInput, NotFound
from services.access.readable_cases import READ_ALL_ROLES, may_read_case
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork
from services.views.prior_cases import find_readable_prior


@dataclass(frozen=True, slots=True)
class MarkSame:
    """The one of before by its id, the case by its number as somebody types it."""

    prior_id: str
    number: str


def mark_same(command: MarkSame, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Once, however often it is sent. NotFound, NotPermitted; InvalidInput on `number` for no case that the actor may read."""
    login = require_role(actor, *READ_ALL_ROLES)
    with unit_of_work as unit:
        prior = find_readable_prior(command.prior_id, unit, actor)
        # One that is just being taken back waits for this mark, or is gone for it.
        table = unit.session.get_one(PriorTable, prior.table_id, with_for_update=True)
        if table.taken_back_at is not None:
            raise NotFound
        case = unit.session.scalars(
            select(Complaint).where(Complaint.number == command.number.strip().upper())
        ).one_or_none()
        if case is None or not may_read_case(case, unit, actor):
            raise InvalidInput({"number": "NO_SUCH_CASE"})
        if unit.session.get(PriorMark, (case.id, prior.no)) is not None:
            return
        unit.session.add(PriorMark(complaint_id=case.id, no=prior.no, by=login, at=unit.clock.now()))
        unit.trail.add(case.id, "prior_case.marked", {"prior_id": prior.id}, actor)


def unmark_same(prior_id: str, complaint_id: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Take the mark away; nothing where there is none. NotFound, for who reads none of them too: the address names a case."""
    with unit_of_work as unit:
        prior = find_readable_prior(prior_id, unit, actor)
        case = unit.session.get(Complaint, complaint_id)
        if case is None or not may_read_case(case, unit, actor):
            raise NotFound
        mark = unit.session.get(PriorMark, (complaint_id, prior.no))
        if mark is not None:
            unit.session.delete(mark)
            unit.trail.add(complaint_id, "prior_case.unmarked", {"prior_id": prior.id}, actor)
