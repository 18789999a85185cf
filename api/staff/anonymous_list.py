"""匿名投诉办理情况: the numbers of anonymous complaints by box or letter, to read and to print for the board of the hall."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.sent_files import send_stream
from models.clock.legal_time import parse_any_day
from models.ground.assessment_codes import ProcessingActivity
from models.ground.errors import InvalidInput
from services.lists.anonymous_list import FEWEST, AskedList, list_anonymous
from services.lists.print_anonymous_list import print_anonymous_list
from services.privacy.list_assessments import list_standings

blueprint = Blueprint("staff_anonymous_list", __name__, url_prefix="/anonymous-list")
_DIGITS = 6


@blueprint.get("")
@permission(Permission.INCOMING)
def numbers() -> str | tuple[str, int]:
    """Those of a period; faults come back at their fields with what was typed."""
    try:
        told = list_anonymous(_read_asked(), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(None, dict(refused.errors)), 422
    return _page(told, {})


@blueprint.get("/sheet.pdf")
@permission(Permission.INCOMING)
def sheet() -> Response:
    """The same as a sheet; that it was printed is on the trail."""
    printed = print_anonymous_list(_read_asked(), make_unit(), current_actor())
    return send_stream([printed.content], printed.name, "application/pdf")


def _read_asked() -> AskedList:
    days: dict[str, date | None] = {}
    faults: dict[str, str] = {}
    for name in ("since", "until"):
        text = request.args.get(name, "").strip()
        try:
            days[name] = parse_any_day(text) if text else None
        except ValueError:
            faults[name] = "NOT_A_DATE"
    if faults:
        raise InvalidInput(faults)
    part = request.args.get("part", "1")
    return AskedList(
        days["since"], days["until"], int(part) if part.isdecimal() and len(part) < _DIGITS else 1
    )


def _page(told: object, errors: dict[str, str]) -> str:
    return render_template(
        "staff/anonymous_list.html",
        told=told,
        assessments=list_standings((ProcessingActivity.ANONYMOUS_LIST,), make_unit()),
        typed={name: request.args.get(name, "")[:40] for name in ("since", "until")},
        errors=errors,
        fewest=FEWEST,
    )
