"""Takes a table back as a whole, while no case of today and no other table refers to a row of it.

It is hidden at once, then erased by the workers.
"""

from dataclasses import dataclass

from sqlalchemy import delete, func, select, update

from models.case.complaint import Complaint
from models.case.prior_case import PriorCase, PriorMark, PriorNamed, PriorPair
from models.case.prior_table import PriorRow, PriorTable
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.prior_codes import PriorState
from services.access.readable_cases import list_readable_cases
from services.actor import SYSTEM, Actor, require_role
from services.identity.prior_identity import erase_prior
from services.prior.receive_table import IMPORTING_ROLES, LONGEST_PURPOSE, SHORTEST_PURPOSE
from services.unit_of_work import Unit, UnitFactory, UnitOfWork

CASES_OF_A_STEP = 50
MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Which table, and why."""

    table_id: str
    reason: str


def take_back(command: TakeBack, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotPermitted, NotFound, Conflict for one that was taken back.

    InvalidInput on `reason`: its text; REFERRED_TO, where `facts` name the cases of them that the actor may read, and say how
    many `others` there are; or SAME_ELSEWHERE, where they name the tables that told rows of it again and left them to it.
    """
    login = require_role(actor, *IMPORTING_ROLES)
    reason = command.reason.strip()
    if not SHORTEST_PURPOSE <= len(reason) <= LONGEST_PURPOSE:
        raise InvalidInput({"reason": "TOO_LONG" if len(reason) > LONGEST_PURPOSE else "TOO_SHORT"})
    with unit_of_work as unit:
        table = unit.session.get(PriorTable, command.table_id, with_for_update=True)
        if table is None:
            raise NotFound
        if table.taken_back_at is not None:
            raise Conflict
        _refuse_where_needed(table.id, unit, actor)
        table.taken_back_at, table.taken_back_by = unit.clock.now(), login
        unit.trail.add(None, "prior_table.taken_back", {"table_id": table.id, "reason": reason}, actor)


def _refuse_where_needed(table_id: str, unit: Unit, actor: Actor) -> None:
    cases, named = _count_referring(table_id, unit), _list_named(table_id, unit, actor)
    if cases:
        told: dict[str, object] = {"names": "、".join(named), "others": cases - len(named)}
        raise InvalidInput({"reason": "REFERRED_TO"}, facts={"reason": told})
    if tables := _list_relying(table_id, unit):
        raise InvalidInput({"reason": "SAME_ELSEWHERE"}, facts={"reason": {"tables": "、".join(tables)}})


def erase_prior_step(make_unit: UnitFactory) -> int:
    """The workers' step: erase some rows of a table that was taken back; the file goes when the last has gone."""
    with make_unit().reading() as unit:
        going = select(PriorTable.id).where(
            PriorTable.taken_back_at.is_not(None), PriorTable.erased_at.is_(None)
        )
        table_id = unit.session.scalars(going.order_by(PriorTable.taken_back_at).limit(1)).first()
    if table_id is None:
        return 0
    with make_unit() as unit:
        table = unit.session.get_one(PriorTable, table_id, with_for_update=True)
        erased = _erase_some(table_id, unit)
        key = table.raw_key
    if erased:
        return erased
    # Nothing refers to the file any more; a second run finds it forgotten already.
    unit_of_work = make_unit()
    unit_of_work.ports.object_store.delete(key)
    with unit_of_work as unit:
        table = unit.session.get_one(PriorTable, table_id, with_for_update=True)
        if table.erased_at is None:
            table.erased_at = unit.clock.now()
            unit.trail.add(None, "prior_table.erased", {"table_id": table_id}, SYSTEM)
    return 1


def _erase_some(table_id: str, unit: Unit) -> int:
    """How many cases went; with the last of them go the texts of the rows that were only looked at."""
    session = unit.session
    query = select(PriorCase.no).where(PriorCase.table_id == table_id).limit(CASES_OF_A_STEP)
    nos = list(session.scalars(query))
    if not nos:
        rows = update(PriorRow).where(PriorRow.table_id == table_id)
        session.execute(rows.values(state=PriorState.GONE, fields=None, number=None))
        return 0
    erase_prior(nos, unit)
    for entry in (PriorPair, PriorNamed):
        session.execute(delete(entry).where(entry.no.in_(nos)))
    session.execute(delete(PriorCase).where(PriorCase.no.in_(nos)))
    return len(nos)


def _count_referring(table_id: str, unit: Unit) -> int:
    marks = select(func.count(PriorMark.complaint_id.distinct())).join(
        PriorCase, PriorCase.no == PriorMark.no
    )
    return unit.session.scalars(marks.where(PriorCase.table_id == table_id)).one()


def _list_named(table_id: str, unit: Unit, actor: Actor) -> list[str]:
    """Some numbers of those that the actor may read: an administrator reads no cases."""
    marks = select(PriorMark.complaint_id).join(PriorCase, PriorCase.no == PriorMark.no)
    query = select(Complaint).where(Complaint.id.in_(marks.where(PriorCase.table_id == table_id)))
    cases = list(unit.session.scalars(query.order_by(Complaint.number).limit(MOST_TOLD)))
    readable = list_readable_cases(cases, unit, actor)
    return [case.number for case in cases if case.id in readable]


def _list_relying(table_id: str, unit: Unit) -> list[str]:
    """Names of the tables that stand and did not take rows in because this one had them."""
    relying = select(PriorRow.table_id).where(
        PriorRow.same_table_id == table_id, PriorRow.table_id != table_id
    )
    query = select(PriorTable).where(PriorTable.id.in_(relying), PriorTable.taken_back_at.is_(None))
    return [table.name for table in unit.session.scalars(query.order_by(PriorTable.at).limit(MOST_TOLD))]
