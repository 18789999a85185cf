"""Work orders of the hotline and reviews, row by row, for the office's own programs; and what goes back to the hotline."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.looks import note_cases
from api.schemas.order import OrderReturns, OrderRowIn, OrderRowTaken, ReturnsTaken, ReturnsTakenIn
from api.security.permissions import Permission, permission
from models.ground.order_codes import TableKind
from services.orders.deliver_order import DeliveredRow, deliver_row
from services.orders.returns import confirm_returns, list_open_returns

blueprint = Blueprint("api_orders", __name__, description="Work orders of the hotline and reviews")


@blueprint.post("/orders")
@permission(Permission.INTAKE)
@blueprint.arguments(OrderRowIn)
@blueprint.response(200, OrderRowTaken)
def take(body: dict[str, Any]) -> DeliveredRow:
    """File a new one; what a known order says anew joins its case, and the same again changes nothing. 422 names columns."""
    return deliver_row(TableKind(body["kind"]), body["row"], make_unit(), current_actor())


@blueprint.get("/orders/returns")
@permission(Permission.INTAKE)
@blueprint.response(200, OrderReturns)
def returns() -> dict[str, Any]:
    """What was decided, extended and answered and the hotline has not taken; each thing stands here until it is marked as taken.

    Each case among them is a look on record.
    """
    lines = list_open_returns(make_unit(), current_actor())
    note_cases(line.complaint_id for line in lines)
    return {"returns": lines}


@blueprint.post("/orders/returns/taken")
@permission(Permission.INTAKE)
@blueprint.arguments(ReturnsTakenIn)
@blueprint.response(200, ReturnsTaken)
def taken(body: dict[str, Any]) -> dict[str, Any]:
    """The hotline has these; again, and unknown ids, change nothing."""
    return {"number": confirm_returns(body["ids"], make_unit(), current_actor())}
