"""Cases: list by number, read one."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.frame_unit import frame_unit
from api.schemas.case import CaseList, CaseOut, CaseQuery
from api.security.permissions import Permission, permission
from api.v1.case_out import present_case, present_line
from services.views.cases import SearchCases, search_cases
from services.views.open_file import open_case_file

blueprint = Blueprint("api_cases", __name__, description="Case files")


@blueprint.get("/cases")
@permission(Permission.HANDLE)
@blueprint.arguments(CaseQuery, location="query")
@blueprint.response(200, CaseList)
def list_cases(query: dict[str, Any]) -> dict[str, Any]:
    """Cases this person may read, newest first."""
    command = SearchCases(text=query["number"], limit=query["limit"], page=query["page"])
    found = search_cases(command, make_unit(), current_actor())
    cases = [present_line(summary) for summary in found]
    return {"cases": cases, "total": found.total, "has_more": found.has_more}


@blueprint.get("/cases/<complaint_id>")
@permission(Permission.HANDLE)
@blueprint.response(200, CaseOut)
def get_case(complaint_id: str) -> dict[str, Any]:
    """One case file; 404 when there is none or it is not for this person."""
    # Its rows are read while the answer is written: no part that nothing is told of.
    with open_case_file(complaint_id, frame_unit(), current_actor()) as file:
        return present_case(file)
