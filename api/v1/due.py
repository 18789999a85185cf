"""The due-list, for programs of the supervisor."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.schemas.due import DueList
from api.security.permissions import Permission, permission
from services.views.due_clocks import list_due_clocks
from services.views.open_windows import list_open_windows
from services.views.page import MOST_COUNTED

blueprint = Blueprint("api_due", __name__, description="Running time limits")


@blueprint.get("/due")
@permission(Permission.SUPERVISE)
@blueprint.response(200, DueList)
def due() -> dict[str, Any]:
    """The running clocks and open windows, the nearest due first."""
    clocks = list_due_clocks(make_unit(), current_actor())
    windows = list_open_windows(make_unit(), current_actor())
    has_more = max(len(clocks), len(windows)) > MOST_COUNTED
    return {"clocks": clocks[:MOST_COUNTED], "windows": windows[:MOST_COUNTED], "has_more": has_more}
