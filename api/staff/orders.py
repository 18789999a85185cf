"""`/orders/list`: the work orders of the hotline with where their cases stand, and the objection to one (派单异议)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.order_codes import ObjectionOutcome
from services.orders.list_orders import list_orders
from services.orders.objection import (
    LONGEST,
    ObjectToOrder,
    SettleObjection,
    object_to_order,
    read_order,
    settle_objection,
)

blueprint = Blueprint("staff_orders", __name__, url_prefix="/orders")


@blueprint.get("/list")
@permission(Permission.INTAKE)
def orders() -> str:
    """The last told first; by any part of a number."""
    text = request.args.get("q", "")[:60]
    page = int(asked) if (asked := request.args.get("page", "1")).isdecimal() else 1
    return render_template(
        "staff/orders.html", orders=list_orders(text, page, make_unit(), current_actor()), text=text
    )


@blueprint.get("/<order_id>")
@permission(Permission.INTAKE)
def order(order_id: str) -> str:
    """One order, until when an objection may be made, and the one that was made."""
    return _page(order_id, {}, {})


@blueprint.post("/<order_id>/objection")
@permission(Permission.INTAKE)
def object_(order_id: str) -> BaseResponse | tuple[str, int]:
    """It is not ours, by this reason and basis."""
    typed = {name: request.form.get(name, "") for name in ("reason", "basis")}
    try:
        object_to_order(ObjectToOrder(order_id, **typed), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(order_id, typed, refused.errors), 422
    except Conflict:
        return _page(order_id, typed, {}, moved_on=True), 409
    return redirect(url_for("staff_orders.order", order_id=order_id, done="objected"), code=303)


@blueprint.post("/<order_id>/outcome")
@permission(Permission.INTAKE)
def settle(order_id: str) -> BaseResponse | tuple[str, int]:
    """What the hotline said to the objection."""
    chosen, note = request.form.get("outcome", ""), request.form.get("note", "")
    if chosen not in set(ObjectionOutcome):
        raise NotFound
    command = SettleObjection(order_id, ObjectionOutcome(chosen), note)
    try:
        settle_objection(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(order_id, {"note": note}, refused.errors), 422
    except Conflict:
        return _page(order_id, {}, {}, moved_on=True), 409
    return redirect(url_for("staff_orders.order", order_id=order_id, done="settled"), code=303)


def _page(
    order_id: str, typed: Mapping[str, str], errors: Mapping[str, str], *, moved_on: bool = False
) -> str:
    return render_template(
        "staff/order.html",
        page=read_order(order_id, make_unit(), current_actor()),
        typed=typed,
        errors=errors,
        moved_on=moved_on,
        done=request.args.get("done", ""),
        longest=LONGEST,
    )
