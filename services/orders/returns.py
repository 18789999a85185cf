"""回填: what is to be handed back to the hotline, handed out as a file or to a program, and what the hotline has taken."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, update

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.order_return import OrderReturn
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.order_codes import ReturnKind
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from services.actor import Actor, require_role
from services.casefile.record_provision import Provision, record_provision
from services.unit_of_work import Unit, UnitOfWork
from services.views.case_filter import CaseFilter
from services.views.cases import list_readable_conditions
from services.views.counted_page import PageAsked, read_counted
from services.views.page import Page
from services.worklist.identity_permission import SHORTEST_PURPOSE

LONGEST_PURPOSE = 200
MOST_ROWS = 5_000
_Found = tuple[OrderReturn, str, str, str]


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One thing to tell; `order` and `case` are numbers. No identity beyond what the order itself has."""

    id: str
    order: str
    case: str
    complaint_id: str
    kind: ReturnKind
    result: str
    text: str
    at: datetime
    file_at: datetime | None
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that was handed out and of which the hotline has not taken everything, as far as anybody said."""

    id: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class ReturnsPage:
    """Those that the hotline has not taken, or those that it has; and the files that wait for a word."""

    lines: Page[ReturnLine]
    files: tuple[OpenFile, ...]


def list_returns(is_taken: bool, page: int, unit_of_work: UnitOfWork, actor: Actor) -> ReturnsPage:
    """A page of those of cases that the person may read, the oldest first; of taken ones the newest."""
    require_role(actor, Role.INTAKE)
    with unit_of_work.reading() as unit:
        order = OrderReturn.taken_at.desc() if is_taken else OrderReturn.at
        query = _select(unit, actor).where(_taken(is_taken)).order_by(order, OrderReturn.id)
        found = read_counted(query, PageAsked(page), unit)
        lines = tuple(_line(row, *told) for row, *told in found.rows)
        return ReturnsPage(Page(lines, found.number, found.total, found.has_more), _list_files(unit, actor))


def list_open_returns(unit_of_work: UnitOfWork, actor: Actor) -> tuple[ReturnLine, ...]:
    """All that the hotline has not taken, for a program; that they were read is on record."""
    require_role(actor, Role.INTAKE)
    with unit_of_work as unit:
        rows = _read_open(unit, actor)
        if rows:
            provision = _tell_provision(rows, _name(rows), ProvisionWay.PROGRAM)
            record_provision(provision, unit, actor)
            unit.trail.add(None, "order_returns.read", {"number": len(rows)}, actor)
        return tuple(_line(*row) for row in rows)


def take_file(purpose: str, unit_of_work: UnitOfWork, actor: Actor) -> tuple[ReturnLine, ...]:
    """All that the hotline has not taken, once it is on record who takes it out and what for; InvalidInput on `purpose`."""
    require_role(actor, Role.INTAKE)
    told = purpose.strip()
    if not SHORTEST_PURPOSE <= len(told) <= LONGEST_PURPOSE:
        raise InvalidInput({"purpose": "TOO_LONG" if len(told) > LONGEST_PURPOSE else "TOO_SHORT"})
    with unit_of_work as unit:
        rows = _read_open(unit, actor)
        if not rows:
            raise InvalidInput({"purpose": "NOTHING_TO_RETURN"})
        file_id, now = new_id(), unit.clock.now()
        for row, *_ in rows:
            row.file_id, row.file_at = file_id, now
        payload = {"what": "order_returns", "file_id": file_id, "number": len(rows), "purpose": told}
        provision = _tell_provision(rows, file_id, ProvisionWay.FILE)
        record_provision(replace(provision, words=told), unit, actor)
        unit.trail.add(None, "list.exported", payload, actor)
        return tuple(_line(*row) for row in rows)


def confirm_file(file_id: str, unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The hotline has what went out in this file and in no later one; how many rows. Confirming again takes nothing more."""
    return _take(OrderReturn.file_id == file_id, {"file_id": file_id}, unit_of_work, actor)


def confirm_returns(return_ids: Collection[str], unit_of_work: UnitOfWork, actor: Actor) -> int:
    """The same of rows by their ids, as a program was told them; unknown ones and those taken before change nothing."""
    return _take(OrderReturn.id.in_(return_ids), {}, unit_of_work, actor)


def _take(
    which: ColumnElement[bool], payload: dict[str, object], unit_of_work: UnitOfWork, actor: Actor
) -> int:
    login = require_role(actor, Role.INTAKE)
    with unit_of_work as unit:
        ids = [row.id for row, *_ in unit.session.execute(_select(unit, actor).where(which, _taken(False)))]
        if not ids:
            return 0
        unit.session.execute(
            update(OrderReturn)
            .where(OrderReturn.id.in_(ids), OrderReturn.taken_at.is_(None))
            .values(taken_at=unit.clock.now(), taken_by=login)
            .execution_options(synchronize_session=False)
        )
        unit.trail.add(None, "order_returns.taken", {**payload, "number": len(ids)}, actor)
        return len(ids)


def _name(rows: Sequence[_Found]) -> str:
    """The same of the same things: a program asks for what waits again and again, and that is one time."""
    return hashlib.sha256("".join(sorted(row.id for row, *_ in rows)).encode()).hexdigest()


def _tell_provision(rows: Sequence[_Found], what: str, way: ProvisionWay) -> Provision:
    return Provision(
        f"returns:{way.value}:{what}",
        None,
        Recipient.HOTLINE,
        ProvisionPurpose.RETURN,
        way,
        (DataKind.CASE_NUMBER, DataKind.RESULT),
        number=len({case for _, _, case, _ in rows}),
    )


def _read_open(unit: Unit, actor: Actor) -> Sequence[_Found]:
    query = _select(unit, actor).where(_taken(False)).order_by(OrderReturn.at, OrderReturn.id)
    return [
        (row, order, case, number)
        for row, order, case, number in unit.session.execute(query.limit(MOST_ROWS))
    ]


def _taken(is_taken: bool) -> ColumnElement[bool]:
    return OrderReturn.taken_at.is_not(None) if is_taken else OrderReturn.taken_at.is_(None)


def _select(unit: Unit, actor: Actor) -> Select[OrderReturn, str, str, str]:
    return (
        select(OrderReturn, HotlineOrder.number, Complaint.id, Complaint.number)
        .join(HotlineOrder, HotlineOrder.id == OrderReturn.order_id)
        .join(Complaint, Complaint.id == HotlineOrder.complaint_id)
        .where(*list_readable_conditions(CaseFilter(), unit, actor))
    )


def _list_files(unit: Unit, actor: Actor) -> tuple[OpenFile, ...]:
    readable = select(Complaint.id).where(*list_readable_conditions(CaseFilter(), unit, actor))
    query = (
        select(OrderReturn.file_id, OrderReturn.file_at, func.count())
        .join(HotlineOrder, HotlineOrder.id == OrderReturn.order_id)
        .where(
            OrderReturn.taken_at.is_(None),
            OrderReturn.file_id.is_not(None),
            HotlineOrder.complaint_id.in_(readable),
        )
        .group_by(OrderReturn.file_id, OrderReturn.file_at)
        .order_by(OrderReturn.file_at)
    )
    return tuple(
        OpenFile(file_id, at, rows) for file_id, at, rows in unit.session.execute(query) if file_id and at
    )


def _line(row: OrderReturn, order: str, complaint_id: str, case: str) -> ReturnLine:
    return ReturnLine(
        id=row.id,
        order=order,
        case=case,
        complaint_id=complaint_id,
        kind=row.kind,
        result=str(row.content.get("result", "")),
        text=str(row.content.get("text", "")),
        at=row.at,
        file_at=row.file_at,
        taken_at=row.taken_at,
    )
