"""`/cases`: the cases a person may read, searched, kept as views of his own, and handed out as a table."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.looks import note_identities
from api.security.permissions import Permission, permission
from api.staff.case_form import LONGEST_WORDS, address_of, read_filter, read_order
from models.case.lifecycle import Stage
from models.ground.codes import Category, Channel
from models.ground.errors import InvalidInput
from services.lists.case_views import KeptSearch, delete_view, get_search, keep_search, list_views, save_view
from services.views.case_choices import list_case_choices
from services.views.case_filter import CaseFilter, CaseOrder, is_searchable
from services.views.cases import SearchCases, list_cases_with_subjects, search_cases
from services.views.prior_cases import find_few_prior, is_for_prior
from services.worklist.find_person import FindPerson, find_person
from services.worklist.identity_permission import REVEALING_ROLES, SHORTEST_PURPOSE

blueprint = Blueprint("staff_case_list", __name__, url_prefix="/cases")


@blueprint.get("")
@permission(Permission.HANDLE)
def list_cases() -> str:
    """A page of them, by what stands in the address or by a search that is kept under its id."""
    asked, order, name = _asked(request.args.get("view", ""))
    return _page(asked, order, name)


@blueprint.post("/find")
@permission(Permission.HANDLE)
def find() -> BaseResponse | tuple[str, int]:
    """Search: to the case where its number was typed, else to the list; what people wrote stands in no address."""
    asked, order = read_filter(request.form, words=True), read_order(request.form)
    if asked.words and not is_searchable(asked.words):
        return _page(asked, order, None, {"words": "TWO_CHARACTERS"}), 422
    if asked == CaseFilter(number=asked.number) and (case := _find_exactly(asked.number)):
        return redirect(f"/cases/{case}", code=303)
    if not asked.is_for_no_address:
        return redirect(address_of(asked, order), code=303)
    kept = keep_search(KeptSearch(asked, order), make_unit(), current_actor())
    return redirect(f"/cases?view={kept}", code=303)


@blueprint.get("/by-person")
@permission(Permission.HANDLE)
def by_person_form() -> str:
    """The form for an exact name or telephone."""
    return _person_form({}, {})


@blueprint.post("/by-person")
@permission(Permission.HANDLE)
def by_person() -> BaseResponse | tuple[str, int]:
    """The cases of that person, by a search that keeps neither name nor number."""
    sent = {name: request.form.get(name, "") for name in ("name", "phone", "purpose")}
    try:
        found = find_person(FindPerson(**sent), make_unit(), current_actor())
    except InvalidInput as refused:
        return _person_form(sent, dict(refused.errors)), 422
    note_identities([*((case, case) for case in found.cases), *((prior, None) for prior in found.prior)])
    search = KeptSearch(CaseFilter(case_ids=found.ids), CaseOrder.NEWEST)
    kept = keep_search(search, make_unit(), current_actor())
    return redirect(f"/cases?view={kept}", code=303)


@blueprint.post("/views")
@permission(Permission.HANDLE)
def keep_view() -> BaseResponse | tuple[str, int]:
    """Keep what is asked for under a name."""
    asked, order, _ = _asked(request.form.get("view", ""), request.form)
    try:
        named = KeptSearch(asked, order, request.form.get("name", ""))
        kept = save_view(named, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(asked, order, None, dict(refused.errors)), 422
    return redirect(f"/cases?view={kept}", code=303)


@blueprint.post("/views/<view_id>/delete")
@permission(Permission.HANDLE)
def drop_view(view_id: str) -> BaseResponse:
    """Let go of a view of one's own."""
    delete_view(view_id, make_unit(), current_actor())
    return redirect("/cases", code=303)


def asked_of_form() -> tuple[CaseFilter, CaseOrder]:
    """What the list shows from which a form is sent."""
    asked, order, _ = _asked(request.form.get("view", ""), request.form)
    return asked, order


def _asked(view_id: str, sent: object = None) -> tuple[CaseFilter, CaseOrder, str | None]:
    if view_id:
        kept = get_search(view_id, make_unit(), current_actor())
        return kept.asked, kept.order, kept.name
    values = request.args if sent is None else request.form
    return read_filter(values), read_order(values), None


def _find_exactly(number: str) -> str | None:
    """The one case that the person may read whose number, or whose last six digits, were typed."""
    typed = number.strip().upper()
    if not typed:
        return None
    found = search_cases(SearchCases(typed, limit=2), make_unit(), current_actor())
    rows = [row for row in found if typed in (row.number, row.number[-6:])]
    return rows[0].complaint_id if len(rows) == found.total == 1 else None


def _page(asked: CaseFilter, order: CaseOrder, name: str | None, errors: dict[str, str] | None = None) -> str:
    actor = current_actor()
    wanted = replace(asked, words="") if errors and "words" in errors else asked
    command = SearchCases(page=request.args.get("page", 1, type=int), asked=wanted, order=order)
    session = current_session()
    return render_template(
        "staff/cases.html",
        cases=list_cases_with_subjects(command, make_unit(), actor),
        prior=find_few_prior(wanted, make_unit(), actor) if _asks_prior(wanted) else None,
        prior_address=_table_address(asked, order).replace("/cases/table", "/prior", 1),
        asked=asked,
        order=order,
        orders=tuple(CaseOrder),
        view_id=request.args.get("view", "") or request.form.get("view", ""),
        view_name=name,
        table_address=_table_address(asked, order),
        views=list_views(make_unit(), actor),
        choices=list_case_choices(make_unit()),
        stages=tuple(Stage),
        categories=tuple(Category),
        channels=tuple(Channel),
        may_find_people=session is not None and bool(session.roles & frozenset(REVEALING_ROLES)),
        longest_words=LONGEST_WORDS,
        errors=errors or {},
    )


def _asks_prior(asked: CaseFilter) -> bool:
    return asked.is_narrowed and is_for_prior(asked)


def _table_address(asked: CaseFilter, order: CaseOrder) -> str:
    view = request.args.get("view", "")
    return (
        f"/cases/table?view={view}" if view else address_of(asked, order).replace("/cases", "/cases/table", 1)
    )


def _person_form(values: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "staff/cases_by_person.html", values=values, errors=errors, shortest_purpose=SHORTEST_PURPOSE
    )
