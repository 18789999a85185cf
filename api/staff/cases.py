"""The file of one case."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.case_page import case_page
from services.views.case_file import get_case_file

blueprint = Blueprint("staff_cases", __name__, url_prefix="/cases")


@blueprint.get("/<complaint_id>")
@permission(Permission.HANDLE)
def case(complaint_id: str) -> str:
    """The whole file."""
    return case_page(complaint_id)


@blueprint.get("/<complaint_id>/receipt")
@permission(Permission.HANDLE)
def receipt(complaint_id: str) -> str:
    """The receipt to hand over, printable; the query code is not on it."""
    file = get_case_file(complaint_id, make_unit(), current_actor())
    return render_template("staff/receipt.html", file=file)
