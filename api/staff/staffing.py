"""`/staffing`: work, days, qualifications and what is to be expected (人员保障)."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.qualification_codes import QualificationKind
from services.capacity.read_person import read_person
from services.capacity.read_staffing import read_staffing, read_unit_people
from services.capacity.record_qualification import (
    LONGEST_NAME,
    LONGEST_PROOF,
    RecordQualification,
    record_qualification,
)

blueprint = Blueprint("staff_staffing", __name__, url_prefix="/staffing")

_FIELDS = ("kind", "name", "acquired_on", "valid_until", "proof", "replaces")


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def staffing() -> str:
    """All units for who supervises, his own for who heads one; for everybody the way to his own records."""
    return render_template("staff/staffing.html", page=read_staffing(make_unit(), current_actor()))


@blueprint.get("/<unit_code>")
@permission(Permission.SIGNED_IN)
def people(unit_code: str) -> str:
    """Person by person, for who supervises or heads the unit."""
    page = read_unit_people(unit_code, make_unit(), current_actor())
    return render_template("staff/staffing_people.html", page=page)


@blueprint.get("/people/<login>")
@permission(Permission.SIGNED_IN)
def person(login: str) -> str:
    """What is on record of one person."""
    return _page(login, {}, {})


@blueprint.post("/people/<login>")
@permission(Permission.SIGNED_IN)
def record(login: str) -> BaseResponse | tuple[str, int]:
    """A new record, or a new version of one; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _FIELDS}
    try:
        record_qualification(RecordQualification(login, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(login, values, dict(refused.errors)), 422
    return redirect(f"/staffing/people/{login}", code=303)


def _page(login: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/staffing_person.html",
        page=read_person(login, make_unit(), current_actor()),
        values=values,
        errors=errors,
        kinds=list(QualificationKind),
        longest_name=LONGEST_NAME,
        longest_proof=LONGEST_PROOF,
    )
