"""The pages of one case: its sections, each as it is or with what to correct in the form that was just sent from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import render_template, request

from api.context import current_actor
from api.frame_unit import frame_unit
from api.staff.case_sections import BY_NAME, OVERVIEW, kinds_of
from api.staff.case_steps import list_sections, list_steps
from api.submission_ids import shown_submission_id
from services.acts.act_case import ActCase
from services.acts.list_acts import may_take
from services.oversight.list_outside_reviews import list_reviews_of
from services.views.open_file import open_case_file


def case_page(complaint_id: str, section: str = OVERVIEW, errors: Mapping[str, str] | None = None) -> str:
    """A section of the file; with `errors` by field the sent form is open and holds what was typed."""
    return render_section(
        complaint_id,
        section,
        kinds=kinds_of(section),
        errors=dict(errors or {}),
        typed=request.form if errors else {},
        submission_id=shown_submission_id(errors or {}),
    )


def render_section(complaint_id: str, section: str, **given: Any) -> str:
    """The page of a section within the frame of its case; `given` is what its template takes besides."""
    with open_case_file(complaint_id, frame_unit(), current_actor()) as file:
        row = BY_NAME[section]
        return render_template(
            f"staff/case/{section}.html",
            file=file,
            section=row,
            items=list_sections(file, row),
            steps=list_steps(file) if section == OVERVIEW else (),
            # Only where a page would propose the act is it asked.
            outside=list_reviews_of(file.complaint.id, file.unit) if section == "related" else (),
            may_take=partial(may_take, case=ActCase(file.unit, file.complaint, file.actor)),
            **{"errors": {}, **given},
        )
