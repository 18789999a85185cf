"""`/report-desk`: yearly reports before everybody reads them: one person words one, another publishes it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.annual_report_tables import list_report_tables
from api.citizen.annual_reports import year_of
from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from services.openness.annual_reports import (
    LONGEST_FOREWORD,
    LONGEST_REASON,
    DecideReport,
    ProposeReport,
    decide_report,
    digest_report,
    propose_report,
    read_report_desk,
)
from services.openness.report_facts import read_report_facts
from services.openness.take_down_report import TakeDownReport, take_down_report

blueprint = Blueprint("staff_annual_reports", __name__, url_prefix="/report-desk")


@blueprint.get("")
@permission(Permission.SUPERVISE)
def desk() -> str:
    """The years, and how far each report is."""
    return _page("", {}, {})


@blueprint.post("/<year>")
@permission(Permission.SUPERVISE)
def propose(year: str) -> BaseResponse | tuple[str, int]:
    """Word it with the tables of this moment; faults come back with what was typed."""
    values = {name: request.form.get(name, "") for name in ("foreword", "seen")}
    tables = list_report_tables(read_report_facts(year_of(year), make_unit()))
    command = ProposeReport(year_of(year), values["foreword"], tables, values["seen"])
    try:
        propose_report(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(year, values, dict(refused.errors)), 422
    except Conflict as refused:
        return _page(year, values, {}, refused.code), 409
    return redirect("/report-desk?done=proposed", code=303)


@blueprint.post("/<year>/decision")
@permission(Permission.SUPERVISE)
def decide(year: str) -> BaseResponse | tuple[str, int]:
    """Publish it or send it back."""
    values = {name: request.form.get(name, "") for name in ("decision", "words", "seen")}
    try:
        decide_report(DecideReport(year_of(year), **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(year, values, dict(refused.errors)), 422
    except (NotPermitted, Conflict) as refused:
        return _page(year, values, {}, refused.code), 409
    return redirect("/report-desk?done=decided", code=303)


@blueprint.post("/<year>/taking-down")
@permission(Permission.SUPERVISE)
def take_down(year: str) -> BaseResponse | tuple[str, int]:
    """Nobody reads it any more until it is published anew."""
    values = {name: request.form.get(name, "") for name in ("reason", "seen")}
    try:
        take_down_report(TakeDownReport(year_of(year), **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(year, values, dict(refused.errors)), 422
    except Conflict as refused:
        return _page(year, values, {}, refused.code), 409
    return redirect("/report-desk?done=taken_down", code=303)


def _page(faulty: str, values: Mapping[str, str], errors: Mapping[str, str], code: str = "") -> str:
    return render_template(
        "staff/report_desk.html",
        desk=read_report_desk(make_unit(), current_actor()),
        digest=digest_report,
        faulty=faulty,
        values=values,
        errors=errors,
        code=code,
        login=current_actor().staff_id,
        longest=LONGEST_FOREWORD,
        longest_reason=LONGEST_REASON,
        done=request.args.get("done", ""),
    )
