"""A program with an intake account brings a row of the hotline or of the review system by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.order_codes import OrderChange, RowState, TableKind
from services.actor import Actor, require_role
from services.orders.columns import name_column
from services.orders.take_row import take_row
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """What became of it; the query code is told once, with a new complaint."""

    state: RowState
    number: str
    query_code: str | None
    changes: tuple[OrderChange, ...]


def deliver_row(
    kind: TableKind, fields: Mapping[str, str], unit_of_work: UnitOfWork, actor: Actor
) -> DeliveredRow:
    """As a row of an uploaded file; InvalidInput by column."""
    require_role(actor, Role.INTAKE)
    named = {name_column(kind, name): text.strip() for name, text in fields.items()}
    with unit_of_work as unit:
        taken = take_row(kind, named, unit, actor)
        number = unit.session.get_one(Complaint, taken.complaint_id).number
        code = None if taken.filed is None else taken.filed.query_code
        return DeliveredRow(taken.state, number, code, tuple(sorted(taken.changes)))
