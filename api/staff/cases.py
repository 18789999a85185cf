"""The file of one case."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.staff.case_acts import acts_page
from api.staff.case_health import health_page
from api.staff.case_history import history_page
from api.staff.case_page import case_page
from api.staff.case_sections import EVIDENCE, HEALTH, HISTORY, LETTERS, OVERVIEW, SECTIONS, VOLUMES, Section
from services.views.open_file import open_case_file

blueprint = Blueprint("staff_cases", __name__, url_prefix="/cases")


@blueprint.get("/<complaint_id>")
@permission(Permission.HANDLE)
def case(complaint_id: str) -> str:
    """Where the case stands, for whom it waits, and what it is about."""
    return case_page(complaint_id)


def _add_section(section: Section) -> None:
    """The page of one section; each is a route of its own, so that it has a row wherever routes are counted."""

    @permission(Permission.HANDLE)
    def show(complaint_id: str) -> str:
        return case_page(complaint_id, section.name)

    blueprint.add_url_rule(f"/<complaint_id>/{section.place}", section.name, show)


for _section in SECTIONS:
    # The first page is above; the evidence, the letters, the check and the history have views of their own.
    if _section.name not in (OVERVIEW, EVIDENCE, LETTERS, VOLUMES, HEALTH, HISTORY):
        _add_section(_section)


@blueprint.get(f"/<complaint_id>/{HISTORY}")
@permission(Permission.HANDLE)
def history(complaint_id: str) -> str:
    """What people did, the newest first, by kind and words."""
    return history_page(complaint_id)


@blueprint.get(f"/<complaint_id>/{HEALTH}")
@permission(Permission.HANDLE)
def health(complaint_id: str) -> str:
    """How the file stands by the sheet of the review of files, while it is open and afterwards."""
    return health_page(complaint_id)


@blueprint.get("/<complaint_id>/acts")
@permission(Permission.HANDLE)
def acts(complaint_id: str) -> str:
    """What this person may do beside the tasks, by groups, and what not now and why; the list alone for a dialog."""
    return acts_page(complaint_id, is_part="X-Fragment" in request.headers)


@blueprint.get("/<complaint_id>/receipt")
@permission(Permission.HANDLE)
def receipt(complaint_id: str) -> str:
    """The receipt to hand over, printable; the query code is not on it."""
    with open_case_file(complaint_id, make_unit(), current_actor()) as file:
        return render_template("staff/receipt.html", file=file)
