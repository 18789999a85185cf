"""A program with an intake account brings a row of the hotline or of the review system by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.codes import Role
from models.ground.order_codes import OrderChange, RowState, TableKind
from services.actor import Actor, require_role
from services.identity.query_code import derive_query_code
from services.orders.columns import name_column
from services.orders.take_row import take_row
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class DeliveredRow:
    """What became of it; the query code is told with a new complaint, and again to whoever brings the same row again."""

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
        complaint = unit.session.get_one(Complaint, taken.complaint_id)
        # A program that heard no answer asks again, and must not lose the code.
        is_told = taken.state in (RowState.FILED, RowState.SAME)
        code = derive_query_code(complaint.submission_id) if is_told else None
        return DeliveredRow(taken.state, complaint.number, code, tuple(sorted(taken.changes)))
