"""Which rules stood behind the suggestion of a case: as the engine evaluated them."""

from __future__ import annotations

from flask import Blueprint, render_template

from api.context import current_actor, make_unit, monitor
from api.security.permissions import Permission, permission
from api.staff.decision_words import DecisionWords, tell_decisions
from bpmn.names import FormId
from models.case.suggestion import Suggestion
from models.ground.errors import OutsideUnavailable
from services.suggestions.keep_rules import list_decisions
from services.views.open_file import open_case_file

blueprint = Blueprint("staff_suggestion", __name__)


@blueprint.get("/cases/<complaint_id>/suggestion")
@permission(Permission.HANDLE)
def suggestion(complaint_id: str) -> str:
    """What was suggested, and inputs, matched rules and outputs of each table; without the latter while the engine is away."""
    # The engine is asked before the database is opened for reading.
    with open_case_file(complaint_id, make_unit(), current_actor()) as file:
        kept = file.suggestion
    try:
        decisions, is_away = _list_decisions(kept), False
    except OutsideUnavailable:
        decisions, is_away = (), True
    with open_case_file(complaint_id, make_unit(), current_actor()) as file:
        task = next((task for task in file.tasks if task.form_id == FormId.DECIDE_ACCEPTANCE), None)
        return render_template(
            "staff/suggestion.html", file=file, task=task, decisions=decisions, is_away=is_away
        )


def _list_decisions(row: Suggestion | None) -> tuple[DecisionWords, ...]:
    """As they were kept, else as the engine has them; empty for a case without a suggestion, or when it has nothing."""
    if row is None:
        return ()
    return tell_decisions(list_decisions(row, monitor()))
