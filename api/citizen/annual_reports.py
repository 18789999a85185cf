"""`/annual-reports`: what the office tells everybody of a year, to read and as a PDF."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from api.context import make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import NotFound
from models.ground.openness_codes import ReportState
from services.openness.annual_reports import (
    get_public_report,
    get_report_document,
    list_public_reports,
)

blueprint = Blueprint("citizen_annual_reports", __name__, url_prefix="/annual-reports")

_SECONDS_KEPT = 300
_LONGEST_YEAR = 4
_GONE = 410


@blueprint.get("")
@permission(Permission.PUBLIC)
def reports() -> str:
    """All that are published, and that one was taken down."""
    return render_template("citizen/annual_reports.html", reports=list_public_reports(make_unit()))


@blueprint.get("/<year>")
@permission(Permission.PUBLIC)
def report(year: str) -> str | tuple[str, int]:
    """One to read; 410 with the day where it was taken down."""
    found = get_public_report(year_of(year), make_unit())
    page = render_template("citizen/annual_report.html", report=found)
    return page if found.state is ReportState.PUBLISHED else (page, _GONE)


@blueprint.get("/<year>/report.pdf")
@permission(Permission.PUBLIC)
def document(year: str) -> Response:
    """One as it was printed when it was published."""
    answer = Response(get_report_document(year_of(year), make_unit()), content_type="application/pdf")
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS_KEPT}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def year_of(typed: str) -> int:
    """NotFound for what is no year."""
    if len(typed) != _LONGEST_YEAR or not (typed.isascii() and typed.isdigit()) or typed == "0000":
        raise NotFound
    return int(typed)
