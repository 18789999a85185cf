"""`/destructions`: lists of files to be destroyed (销毁清册), watched over by two people (监销)."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from services.keeping.destroy_list import MOST, open_destruction, withdraw_destruction, witness_destruction
from services.keeping.print_destruction import print_destruction
from services.keeping.read_destruction import list_destructions, read_destruction

blueprint = Blueprint("staff_destructions", __name__, url_prefix="/destructions")


@blueprint.get("")
@permission(Permission.APPRAISE)
def destructions() -> str:
    """All lists."""
    page = list_destructions(make_unit(), current_actor())
    return render_template("staff/destructions.html", page=page, most=MOST)


@blueprint.post("")
@permission(Permission.APPRAISE)
def begin() -> BaseResponse:
    """Open a list of what was decided upon."""
    return redirect(f"/destructions/{open_destruction(make_unit(), current_actor())}", code=303)


@blueprint.get("/<list_id>")
@permission(Permission.APPRAISE)
def destruction(list_id: str) -> str:
    """One list, file by file."""
    page = read_destruction(list_id, make_unit(), current_actor())
    return render_template("staff/destruction.html", page=page, done=request.args.get("done", ""))


@blueprint.get("/<list_id>/list.pdf")
@permission(Permission.APPRAISE)
def paper(list_id: str) -> Response:
    """The list, to sign."""
    printed = print_destruction(list_id, make_unit(), current_actor())
    return send_stream([printed.content], printed.name, "application/pdf")


@blueprint.post("/<list_id>/witness")
@permission(Permission.APPRAISE)
def witness(list_id: str) -> BaseResponse:
    """Say that one watches over it."""
    witness_destruction(list_id, make_unit(), current_actor())
    return redirect(f"/destructions/{list_id}?done=witnessed", code=303)


@blueprint.post("/<list_id>/withdraw")
@permission(Permission.APPRAISE)
def withdraw(list_id: str) -> BaseResponse:
    """Take it back while nothing is destroyed."""
    withdraw_destruction(list_id, make_unit(), current_actor())
    return redirect(f"/destructions/{list_id}?done=withdrawn", code=303)
