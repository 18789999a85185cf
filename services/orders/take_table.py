"""Takes over a table that somebody has looked at: one short transaction a row, so that an end anywhere loses and doubles none."""

import time

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, OutsideUnavailable
from models.ground.order_codes import RowState
from services.accounts.acting_staff import find_acting_staff
from services.actor import Actor, require_role
from services.orders.read_table import ROW
from services.orders.take_row import take_row
from services.unit_of_work import Unit, UnitFactory

# So few that the workers end within a second when they are told to.
ROWS_OF_A_STEP = 20
ROWS_AT_ONCE = 50
NOT_TAKEN = "NOT_TAKEN"

_log = structlog.get_logger(__name__)


def confirm_table(table_id: str, make_unit: UnitFactory, actor: Actor) -> None:
    """From now on its rows are taken. NotPermitted, NotFound; Conflict where somebody has confirmed or discarded it before."""
    login = require_role(actor, Role.INTAKE)
    with make_unit() as unit:
        table = unit.session.get(ChannelTable, table_id, with_for_update=True)
        if table is None:
            raise NotFound
        if table.confirmed_at is not None or table.discarded_at is not None:
            raise Conflict
        table.confirmed_at, table.confirmed_by = unit.clock.now(), login
        unit.trail.add(None, "channel_table.confirmed", {"table_id": table.id}, actor)


def take_table(table_id: str, seconds: float, make_unit: UnitFactory) -> None:
    """Take rows of a confirmed table for so long; the workers go on with what is left."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not _take_some(table_id, ROWS_AT_ONCE, make_unit, until):
            return


def take_tables_step(make_unit: UnitFactory) -> int:
    """The workers' step: go on with every confirmed table; returns how many rows moved."""
    with make_unit().reading() as unit:
        going_on = select(ChannelTable.id).where(
            ChannelTable.confirmed_at.is_not(None), ChannelTable.ended_at.is_(None)
        )
        table_ids = list(unit.session.scalars(going_on.order_by(ChannelTable.confirmed_at)))
    share = max(1, ROWS_OF_A_STEP // max(1, len(table_ids)))
    return sum(_take_some(table_id, share, make_unit) for table_id in table_ids)


def _take_some(table_id: str, most: int, make_unit: UnitFactory, until: float = float("inf")) -> int:
    """How many rows were taken, 0 once the table has ended; the rows of one order in the order of the file."""
    with make_unit().reading() as unit:
        waiting = select(ChannelTableRow.line).where(
            ChannelTableRow.table_id == table_id, ChannelTableRow.state == RowState.WAITING
        )
        lines = list(unit.session.scalars(waiting.order_by(ChannelTableRow.line).limit(most)))
    taken = 0
    for line in lines:
        if time.monotonic() > until:
            return taken
        _take(table_id, line, make_unit)
        taken += 1
    if not lines:
        _end(table_id, make_unit)
    return taken


def _take(table_id: str, line: int, make_unit: UnitFactory) -> None:
    try:
        with make_unit() as unit:
            _take_in(table_id, line, unit)
    except (OutsideUnavailable, SQLAlchemyError):
        # What is away comes back; the row waits.
        raise
    except InvalidInput as wrong:
        _refuse(table_id, line, dict(wrong.errors), make_unit)
    except Exception as fault:
        # One row that nobody foresaw must not stop all that come after it.
        _log.warning("row_not_taken", line=line, error_type=type(fault).__name__)
        _refuse(table_id, line, {ROW: NOT_TAKEN}, make_unit)


def _take_in(table_id: str, line: int, unit: Unit) -> None:
    found = _lock(table_id, line, unit)
    if found is None:
        return
    table, row = found
    actor = find_acting_staff(table.confirmed_by or "", unit)
    if actor is None or row.fields is None:
        raise InvalidInput({ROW: NOT_TAKEN})
    require_role(actor, Role.INTAKE)
    taken = take_row(table.kind, row.fields, unit, actor)
    row.state, row.complaint_id, row.done_at = taken.state, taken.complaint_id, unit.clock.now()
    row.fields = None


def _lock(table_id: str, line: int, unit: Unit) -> tuple[ChannelTable, ChannelTableRow] | None:
    """None where another process was faster."""
    row = unit.session.get_one(ChannelTableRow, (table_id, line), with_for_update=True)
    if row.state is not RowState.WAITING:
        return None
    return unit.session.get_one(ChannelTable, table_id), row


def _refuse(table_id: str, line: int, faults: dict[str, str], make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        found = _lock(table_id, line, unit)
        if found is not None:
            _, row = found
            row.state, row.faults, row.done_at = RowState.WRONG, faults, unit.clock.now()


def _end(table_id: str, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        table = unit.session.get_one(ChannelTable, table_id, with_for_update=True)
        if table.confirmed_by is None or table.ended_at is not None:
            return
        table.ended_at = unit.clock.now()
        states = select(ChannelTableRow.state, func.count()).where(ChannelTableRow.table_id == table_id)
        counted = {
            state.value: number
            for state, number in unit.session.execute(states.group_by(ChannelTableRow.state))
        }
        actor = find_acting_staff(table.confirmed_by, unit)
        payload = {"table_id": table_id, **counted}
        if actor is not None:
            unit.trail.add(None, "channel_table.ended", payload, actor)
