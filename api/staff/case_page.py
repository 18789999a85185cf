"""The page of one case file, as it is or with what to correct in the form that was just sent from it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request

from api.context import current_actor, make_unit
from api.submission_ids import shown_submission_id
from services.acts.list_acts import list_acts
from services.views.case_file import get_case_file


def case_page(complaint_id: str, errors: Mapping[str, str] | None = None) -> str:
    """The file; with `errors` by field the sent form is open and holds what was typed."""
    file = get_case_file(complaint_id, make_unit(), current_actor())
    typed = request.form if errors else {}
    acts = list_acts(complaint_id, make_unit(), current_actor())
    return render_template(
        "staff/case.html",
        file=file,
        acts=acts,
        errors=dict(errors or {}),
        typed=typed,
        submission_id=shown_submission_id(errors or {}),
    )
