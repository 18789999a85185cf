"""`/legal-bases`: the register of what decisions rest on, for administrators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.basis_codes import BasisUse
from models.ground.errors import InvalidInput
from models.office.legal_basis import ARTICLE_LENGTH, NAME_LENGTH, LegalBasis
from services.office.change_legal_basis import (
    LONGEST_REASON,
    LONGEST_TEXT,
    ChangeLegalBasis,
    change_legal_basis,
)
from services.office.list_legal_bases import list_legal_bases

blueprint = Blueprint("staff_legal_bases", __name__, url_prefix="/legal-bases")

FIELDS = ("name", "article", "text", "issued_by", "in_force_from", "in_force_until", "reason", "replaces")
LENGTHS = {"name": NAME_LENGTH, "article": ARTICLE_LENGTH, "text": LONGEST_TEXT, "reason": LONGEST_REASON}

Values = dict[str, object]


@blueprint.get("")
@permission(Permission.ADMINISTER)
def legal_bases() -> str:
    """The register, narrowed by words and use, and the form to enter a basis.

    `replaces` fills it with the version that is followed, `again` with an earlier wording that is to hold anew.
    """
    return _page(request.args.get("replaces", ""))


@blueprint.post("")
@permission(Permission.ADMINISTER)
def change() -> BaseResponse | tuple[str, int]:
    """Enter it; faults come back at their fields with what was typed."""
    told = {name: request.form.get(name, "").strip() for name in FIELDS}
    uses = request.form.getlist("uses")
    try:
        command = ChangeLegalBasis(**told, uses=uses, is_confirmed="is_confirmed" in request.form)
        change_legal_basis(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(told["replaces"], {**told, "uses": uses}, dict(refused.errors)), 422
    return redirect(url_for("staff_legal_bases.legal_bases", changed="1"), code=303)


def _page(replaces: str, values: Values | None = None, errors: dict[str, str] | None = None) -> str:
    shown = list_legal_bases(make_unit(), current_actor())
    again = next((row.basis for row in shown.earlier if row.basis.id == request.args.get("again")), None)
    followed = next(
        (
            row
            for row in shown.current
            if row.basis.id == replaces or (again is not None and row.basis.code == again.code)
        ),
        None,
    )
    if values is None and followed is not None:
        values = {**_values_of(again or followed.basis), "replaces": followed.basis.id}
    asked = {name: request.args.get(name, "").strip() for name in ("q", "use")}
    return render_template(
        "staff/legal_bases.html",
        page=shown,
        current=[row for row in shown.current if _is_asked_for(row.basis, asked)],
        asked=asked,
        followed=followed,
        is_again=again is not None,
        values=values or {},
        errors=errors or {},
        uses=tuple(BasisUse),
        lengths=LENGTHS,
        is_changed=request.args.get("changed") == "1",
    )


def _is_asked_for(basis: LegalBasis, asked: Mapping[str, str]) -> bool:
    words = f"{basis.words()} {basis.text} {basis.issued_by}".casefold()
    return asked["q"].casefold() in words and (not asked["use"] or asked["use"] in basis.uses)


def _values_of(basis: LegalBasis) -> Values:
    return {
        "replaces": basis.id,
        "name": basis.name,
        "article": basis.article,
        "text": basis.text,
        "issued_by": basis.issued_by,
        "in_force_from": basis.in_force_from.isoformat() if basis.in_force_from else "",
        "in_force_until": basis.in_force_until.isoformat() if basis.in_force_until else "",
        "uses": list(basis.uses),
    }
