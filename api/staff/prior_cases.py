"""`/prior`: what the office kept before it had this system (历史导入), found, read, and marked as the matter of a case."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.security.permissions import Permission, permission
from api.staff.case_form import LONGEST_WORDS, read_filter
from models.ground.errors import InvalidInput
from services.lists.case_views import KeptSearch, get_search, keep_search
from services.prior.mark_same import MarkSame, mark_same, unmark_same
from services.prior.reveal_identity import RevealPrior, reveal_prior
from services.views.case_filter import CaseFilter, CaseOrder, is_searchable
from services.views.prior_cases import get_prior, search_prior
from services.worklist.identity_permission import REVEALING_ROLES, SHORTEST_PURPOSE

blueprint = Blueprint("staff_prior_cases", __name__, url_prefix="/prior")


@blueprint.get("")
@permission(Permission.HANDLE)
def list_prior() -> str:
    """A page of them, by what stands in the address or by a search that is kept under its id."""
    view = request.args.get("view", "")
    kept = get_search(view, make_unit(), current_actor()).asked if view else read_filter(request.args)
    return _page(kept, {})


@blueprint.post("/find")
@permission(Permission.HANDLE)
def find() -> BaseResponse | tuple[str, int]:
    """Search; what people wrote stands in no address."""
    asked = read_filter(request.form, words=True)
    if asked.words and not is_searchable(asked.words):
        return _page(asked, {"words": "TWO_CHARACTERS"}), 422
    kept = keep_search(KeptSearch(asked, CaseOrder.NEWEST), make_unit(), current_actor())
    return redirect(f"/prior?view={kept}", code=303)


@blueprint.get("/<prior_id>")
@permission(Permission.HANDLE)
def prior_case(prior_id: str) -> str:
    """One of them, its complainant masked."""
    return _file(prior_id, {})


@blueprint.post("/<prior_id>/identity")
@permission(Permission.HANDLE)
def identity(prior_id: str) -> BaseResponse:
    """Its complainant, once, for a stated purpose that goes on record."""
    command = RevealPrior(prior_id, request.form.get("purpose", ""))
    try:
        look = reveal_prior(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return Response(_file(prior_id, refused.errors), status=422)
    return Response(look.hand_out(lambda shown: _file(prior_id, {}, shown=shown)))


@blueprint.post("/<prior_id>/same")
@permission(Permission.HANDLE)
def same(prior_id: str) -> BaseResponse | tuple[str, int]:
    """Mark that a case is about the same matter."""
    command = MarkSame(prior_id, request.form.get("number", ""))
    try:
        mark_same(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _file(prior_id, refused.errors), 422
    return redirect(url_for("staff_prior_cases.prior_case", prior_id=prior_id), code=303)


@blueprint.post("/<prior_id>/same/<complaint_id>/delete")
@permission(Permission.HANDLE)
def not_same(prior_id: str, complaint_id: str) -> BaseResponse:
    """Take the mark away."""
    unmark_same(prior_id, complaint_id, make_unit(), current_actor())
    return redirect(url_for("staff_prior_cases.prior_case", prior_id=prior_id), code=303)


def _page(asked: CaseFilter, errors: Mapping[str, str]) -> str:
    wanted = CaseFilter() if errors else asked
    return render_template(
        "staff/prior_cases.html",
        found=search_prior(wanted, request.args.get("page", 1, type=int), make_unit(), current_actor()),
        asked=asked,
        errors=errors,
        longest_words=LONGEST_WORDS,
    )


def _file(prior_id: str, errors: Mapping[str, str], *, shown: object = None) -> str:
    session = current_session()
    return render_template(
        "staff/prior_case.html",
        file=get_prior(prior_id, make_unit(), current_actor(), is_revealed=shown is not None),
        shown=shown,
        errors=errors,
        values=request.form,
        may_reveal=session is not None and bool(session.roles & frozenset(REVEALING_ROLES)),
        shortest_purpose=SHORTEST_PURPOSE,
    )
