"""`/measures`: what is changed so that the same complaint comes no more (改进措施), its proof, and the figures that close it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import partial

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, current_session, make_unit
from api.i18n import code_text, language
from api.security.permissions import Permission, is_allowed, permission
from api.staff.measure_words import about_of, figures_of, group_text, names_of
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.codes import Category
from models.ground.errors import InvalidInput
from models.ground.measure_codes import (
    MeasureBasis,
    MeasureChanges,
    MeasureKind,
    MeasureOthers,
    MeasureTurn,
    MeasureVerdict,
)
from models.office.measure import Measure
from services.measures.carry_out import CarryOut, carry_out
from services.measures.changed_things import BETWEEN
from services.measures.decide_return import DecideReturn, decide_return
from services.measures.exposure import PER
from services.measures.measure_form import read_measure_form
from services.measures.open_measure import LONGEST_WORDS, OpenMeasure, open_measure
from services.measures.read_measures import (
    MeasuresAsked,
    is_late,
    list_measures,
    read_measure,
)
from services.measures.spans import LEAST_DAYS, MOST_DAYS, MOST_WAITS
from services.measures.verify_measure import Verification, VerifyMeasure, verify_measure
from services.office.causes import map_cause_names

blueprint = Blueprint("staff_measures", __name__, url_prefix="/measures")

_ABOUT = ("category", "unit", "item", "cause")
_NEW = (*_ABOUT, "study_id", "kind", "owner_unit", "owner", "due_on", "changes", "changed")
_FIELDS = (*_NEW, "plan", "target", "basis", "window_days", "others")
_RETURNED = ("round", "decision", "reason", "due_on", "target", "others", "basis")
_FIRST = {"basis": MeasureBasis.WORKDAYS.value, "others": MeasureOthers.SAME_TYPE.value, "window_days": "90"}
# Where a thing that is changed is kept, and who may look there.
_KEPT_AT = {
    MeasureChanges.DIAGRAM: (Permission.SUPERVISE, "/monitor/processes/"),
    MeasureChanges.LIMIT: (Permission.LIMITS, "/administration/limits"),
    MeasureChanges.FORM: (Permission.SUPERVISE, "/monitor/versions"),
    MeasureChanges.TABLE: (Permission.SUPERVISE, "/monitor/versions"),
    MeasureChanges.ITEM: (Permission.HANDLE, "/ledger?item="),
}


@blueprint.get("")
@permission(Permission.MEASURE)
def measures() -> str:
    """What is due first; late ones are marked."""
    asked = request.args.get("show", "")
    show = MeasuresAsked(asked) if asked in set(MeasuresAsked) else MeasuresAsked.OPEN
    found = list_measures(show, request.args.get("after", ""), make_unit(), current_actor())
    return render_template(
        "staff/measures.html",
        found=found,
        show=show,
        shows=list(MeasuresAsked),
        is_late=is_late,
        about_of=about_of,
        names=names_of(found.units, found.items),
        done=request.args.get("done", ""),
    )


@blueprint.get("/new")
@permission(Permission.SUPERVISE)
def new() -> str:
    """An empty form, or one about what a study or a list of what comes again leads here with."""
    led = {name: request.args[name] for name in _ABOUT if name in request.args}
    is_of_a_kind = not led or led.get("category") or led.get("cause")
    others = {} if is_of_a_kind else {"others": MeasureOthers.ALL_ELSE.value}
    return _form({**_FIRST, **others, **led, "study_id": request.args.get("study", "")}, {})


@blueprint.post("/new")
@permission(Permission.SUPERVISE)
def enter() -> BaseResponse | tuple[str, int]:
    """Faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _FIELDS}
    # One list for each kind stands on the page, so that it works without a script.
    values["changed"] = request.form.get(f"changed_{values['changes']}", "")
    try:
        measure_id = open_measure(OpenMeasure(sent_submission_id(), **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(values, dict(refused.errors)), 422
    return redirect(f"/measures/{measure_id}?done=opened", code=303)


@blueprint.get("/<measure_id>")
@permission(Permission.MEASURE)
def measure(measure_id: str) -> str:
    """One, with its proof and the figures of each judging."""
    return _page(measure_id, {}, {})


@blueprint.post("/<measure_id>/proof")
@permission(Permission.MEASURE)
def prove(measure_id: str) -> BaseResponse | tuple[str, int]:
    """The owner says what was done."""
    values = {name: request.form.get(name, "") for name in ("done", "evidence")}
    command = CarryOut(measure_id, sent_submission_id(), **values)
    try:
        carry_out(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(measure_id, values, dict(refused.errors)), 422
    return redirect(f"/measures/{measure_id}?done=carried_out", code=303)


@blueprint.post("/<measure_id>/verification")
@permission(Permission.SUPERVISE)
def verify(measure_id: str) -> BaseResponse | tuple[str, int]:
    """Another person looked."""
    values = {name: request.form.get(name, "") for name in ("proof", "verification", "found")}
    try:
        verify_measure(VerifyMeasure(measure_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(measure_id, values, dict(refused.errors)), 422
    return redirect(f"/measures/{measure_id}?done={values['verification']}", code=303)


@blueprint.post("/<measure_id>/return")
@permission(Permission.SUPERVISE)
def decide(measure_id: str) -> BaseResponse | tuple[str, int]:
    """What becomes of one that came back."""
    values = {name: request.form.get(name, "") for name in _RETURNED}
    try:
        turn = decide_return(DecideReturn(measure_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(measure_id, values, dict(refused.errors)), 422
    return redirect(f"/measures/{measure_id}?done={turn.value}", code=303)


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/measure_new.html",
        form=read_measure_form(make_unit(), current_actor()),
        values={**values, f"changed_{values.get('changes', '')}": values.get("changed", "")},
        errors=errors,
        submission_id=shown_submission_id(errors),
        kinds=_options(MeasureKind, "measure_kind"),
        causes=[
            {"value": code, "label": name} for code, name in map_cause_names(make_unit(), language()).items()
        ],
        categories=_options(Category, "category"),
        changes=_options(MeasureChanges, "measure_changes"),
        bases=_options(MeasureBasis, "measure_basis"),
        groups=_options(MeasureOthers, "measure_others"),
        longest_words=LONGEST_WORDS,
        least_days=LEAST_DAYS,
        most_days=MOST_DAYS,
    )


def _options(codes: type[StrEnum], domain: str) -> list[dict[str, str]]:
    return [{"value": code.value, "label": code_text(domain, code.value)} for code in codes]


def _page(measure_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_measure(measure_id, make_unit(), current_actor())
    row = page.measure
    return render_template(
        "staff/measure.html",
        page=page,
        measure=row,
        about=about_of(row, names_of(page.units, page.items)),
        is_late=is_late(row, page.today),
        per=PER[row.basis],
        changed_at=_changed_at(row),
        checks=[(check, figures_of(check, row)) for check in reversed(page.checks)],
        values=values,
        errors=errors,
        submission_id=shown_submission_id(errors),
        turns=list(MeasureTurn),
        is_untold=bool(page.checks) and page.checks[-1].verdict is MeasureVerdict.CANNOT_TELL,
        bases=_options(MeasureBasis, "measure_basis"),
        groups=_options(MeasureOthers, "measure_others"),
        group_text=partial(group_text, row),
        verifications=list(Verification),
        longest_words=LONGEST_WORDS,
        most_waits=MOST_WAITS,
        done=request.args.get("done", ""),
    )


def _changed_at(row: Measure) -> str:
    """Where the thing stands that it changes; "" for whoever may not look there."""
    if row.changed is None or row.changes not in _KEPT_AT:
        return ""
    needed, place = _KEPT_AT[row.changes]
    if not is_allowed(needed, current_session()):
        return ""
    return place + row.changed.partition(BETWEEN)[0] if place[-1] in "/=" else place
