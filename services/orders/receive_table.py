"""Takes in a file that another system exported: its bytes are kept first, then read into rows to look at; nothing is filed."""

import hashlib
from dataclasses import dataclass

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.order_codes import RowState
from services.actor import Actor, require_role
from services.orders.columns import number_of
from services.orders.read_table import MOST_BYTES, ReadTable, TableRefused, read_table
from services.unit_of_work import UnitOfWork

LONGEST_NAME = 200
# As texts of fields of forms name them.
_REFUSALS = {
    "UNREADABLE": "FILE_UNREADABLE",
    "OLD_EXCEL": "OLD_EXCEL",
    "TOO_LARGE": "ORDERS_TOO_LARGE",
    "FORMULAS": "TABLE_FORMULAS",
    "TOO_MANY_ROWS": "ORDERS_TOO_MANY",
    "NO_ROWS": "NO_ROWS",
    "HEADINGS": "ORDER_HEADINGS",
}


@dataclass(frozen=True, slots=True)
class ReceiveTable:
    """A file by the name that its sender gave it."""

    name: str
    content: bytes


def receive_table(command: ReceiveTable, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id under which it is looked at. NotPermitted for who registers no complaints; Crowded.

    InvalidInput on `file` for what cannot be read as such a table; `facts` name the columns that are missing or there twice.
    """
    login = require_role(actor, Role.INTAKE)
    if not command.content:
        raise InvalidInput({"file": "REQUIRED"})
    if len(command.content) > MOST_BYTES:
        raise InvalidInput({"file": "ORDERS_TOO_LARGE"})
    table = _read(command.content, unit_of_work)
    stored = unit_of_work.ports.object_store.put(command.content)
    with unit_of_work as unit:
        row = ChannelTable(
            id=new_id(),
            kind=table.kind,
            name=command.name.strip()[:LONGEST_NAME],
            by=login,
            at=unit.clock.now(),
            raw_key=stored.key,
            raw_sha256=hashlib.sha256(command.content).hexdigest(),
        )
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(_rows(row.id, table))
        payload = {
            "table_id": row.id,
            "kind": table.kind.value,
            "rows": len(table.rows),
            "sha256": row.raw_sha256,
        }
        unit.trail.add(None, "channel_table.received", payload, actor)
        return row.id


def _read(content: bytes, unit_of_work: UnitOfWork) -> ReadTable:
    try:
        return read_table(content, unit_of_work.ports.workbooks.read)
    except TableRefused as refused:
        facts = {"file": {"names": "、".join(refused.names)}} if refused.names else {}
        raise InvalidInput({"file": _REFUSALS[refused.code]}, facts=facts) from refused


def _rows(table_id: str, table: ReadTable) -> list[ChannelTableRow]:
    return [
        ChannelTableRow(
            table_id=table_id,
            line=row.line,
            number=number_of(table.kind, row.fields) or None,
            fields=row.fields if not row.faults else None,
            faults=row.faults,
            state=RowState.WRONG if row.faults else RowState.WAITING,
        )
        for row in table.rows
    ]
