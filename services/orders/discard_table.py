"""Takes away a table that nobody needs any more: rows that are in cases stay there, the others are forgotten."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.order_codes import RowState
from services.accounts.acting_staff import find_acting_staff
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
_OF_ANOTHER = "TABLE_OF_ANOTHER"
# Of a row that stands in no case.
_LEFT = (RowState.WAITING, RowState.WRONG)


@dataclass(frozen=True, slots=True)
class DiscardTable:
    """Which table, and why."""

    table_id: str
    reason: str


def discard_table(command: DiscardTable, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """From now on no row of it is taken, and the words of those that were not are gone.

    NotFound; NotPermitted for others than who uploaded it, as long as that person registers complaints here; InvalidInput on
    `reason`; Conflict for one whose rows are all done or that was discarded before. Its bytes go by `sweep_tables`.
    """
    login = require_role(actor, Role.INTAKE)
    reason = command.reason.strip()
    with unit_of_work as unit:
        table = unit.session.get(ChannelTable, command.table_id, with_for_update=True)
        if table is None:
            raise NotFound
        if not may_discard(table, login, unit):
            raise NotPermitted(code=_OF_ANOTHER)
        if not 1 <= len(reason) <= LONGEST_REASON:
            raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
        if table.ended_at is not None:
            raise Conflict
        now = unit.clock.now()
        table.discarded_at, table.discarded_by, table.discard_reason = now, login, reason
        table.ended_at = now
        left = _forget_rows(table.id, unit)
        payload = {"table_id": table.id, "reason": reason, "rows": left, "sha256": table.raw_sha256}
        unit.trail.add(None, "channel_table.discarded", payload, actor)


def may_discard(table: ChannelTable, login: str, unit: Unit) -> bool:
    """Whether it is this person's; of who has left or registers no more complaints it is everybody's who does."""
    if table.by == login:
        return True
    owner = find_acting_staff(table.by, unit)
    return owner is None or Role.INTAKE not in owner.roles


def _forget_rows(table_id: str, unit: Unit) -> int:
    """How many were not taken. A row that is being taken at this moment is waited for and stays in its case."""
    rows = (ChannelTableRow.table_id == table_id, ChannelTableRow.state.in_(_LEFT))
    unit.session.execute(
        update(ChannelTableRow)
        .where(*rows)
        .values(state=RowState.DISCARDED, fields=None, done_at=unit.clock.now())
        .execution_options(synchronize_session=False)
    )
    discarded = (ChannelTableRow.table_id == table_id, ChannelTableRow.state == RowState.DISCARDED)
    return unit.session.scalars(select(func.count()).select_from(ChannelTableRow).where(*discarded)).one()
