"""`/cases-explained`: typical cases told without anybody in them, for everybody."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from api.context import make_unit
from api.example_words import list_choices, name_codes, read_filter
from api.security.permissions import Permission, permission
from models.ground.example_codes import ExamplePart
from services.examples.read_examples import PUBLIC_CODES, get_open_example, list_open_examples
from services.forms.place_in_list import tell_place

blueprint = Blueprint("citizen_cases_explained", __name__, url_prefix="/cases-explained")


@blueprint.get("")
@permission(Permission.PUBLIC)
def cases() -> str:
    """What is open to all, by item and kind of problem."""
    found = list_open_examples(read_filter(request.args), make_unit())
    return render_template(
        "citizen/cases_explained.html",
        found=found,
        choices=list_choices(found, PUBLIC_CODES),
        values=request.args,
        name=name_codes([listed.row for listed in found.rows], PUBLIC_CODES),
        next_place=tell_place(*found.after) if found.after else "",
    )


@blueprint.get("/<example_id>")
@permission(Permission.PUBLIC)
def case(example_id: str) -> str:
    """One to read."""
    row, version = get_open_example(example_id, make_unit())
    return render_template(
        "citizen/case_explained.html",
        row=row,
        version=version,
        parts=list(ExamplePart),
        name=name_codes([row], PUBLIC_CODES),
    )
