"""Cases: list by number, read one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.case import CaseList, CaseOut, CaseQuery
from api.security.permissions import Permission, permission
from services.views.case_file import CaseFile, get_case_file
from services.views.case_summary import CaseSummary
from services.views.cases import SearchCases, search_cases

blueprint = Blueprint("api_cases", __name__, description="Case files")


@blueprint.get("/cases")
@permission(Permission.HANDLE)
@blueprint.arguments(CaseQuery, location="query")
@blueprint.response(200, CaseList)
def list_cases(query: dict[str, Any]) -> dict[str, Any]:
    """Cases this person may read, newest first."""
    command = SearchCases(text=query["number"], limit=query["limit"])
    found = search_cases(command, make_unit(), current_actor())
    return {"cases": [_line(summary) for summary in found]}


@blueprint.get("/cases/<complaint_id>")
@permission(Permission.HANDLE)
@blueprint.response(200, CaseOut)
def get_case(complaint_id: str) -> dict[str, Any]:
    """One case file; 404 when there is none or it is not for this person."""
    return present_case(get_case_file(complaint_id, make_unit(), current_actor()))


def present_case(file: CaseFile) -> dict[str, Any]:
    """The file as the schema names it."""
    summary = file.summary
    return {
        **_line(summary),
        "urgent": summary.is_urgent,
        "claims": [
            {**{name: getattr(claim, name) for name in _CLAIM}, "disposals": list(claim.disposals or ())}
            for claim in file.claims
        ],
        "respondent": _respondent(file),
        "suggested_claim_count": file.suggested_claim_count,
        "story_clock": asdict(file.story_clock),
        "clocks": file.clocks,
        "announced_rungs": [
            {"kind": clock.kind, "rung": told.rung, "announced_at": told.announced_at}
            for clock in file.clocks
            for told in clock.announced
        ],
    }


_CLAIM = ("no", "text", "decision", "nonaccept_ground", "basis", "right_place", "finding")


def _line(summary: CaseSummary) -> dict[str, Any]:
    return {**asdict(summary), "is_closed": summary.is_closed}


def _respondent(file: CaseFile) -> dict[str, Any] | None:
    if not file.respondents:
        return None
    first = file.respondents[0]
    names = {"unit": first.unit, "window": first.window, "staff": first.staff_id, "item": first.item}
    return {**names, "match": first.match}
