"""`/studies`: problems that stand out or come again, studied down to their root (专题分析), and what is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.i18n import code_text
from api.security.permissions import Permission, permission
from api.staff.study_words import about_of, begin_from_wave, ledger_of, measure_of, name_codes, say_window
from api.submission_ids import sent_submission_id, shown_submission_id
from models.ground.cause_codes import CauseRoot
from models.ground.codes import Category
from models.ground.errors import InvalidInput
from models.ground.study_codes import StudyDecision, StudyMethod, StudyOrigin
from models.ground.wave_codes import WaveDimension
from services.office.unit_options import list_every_unit_option
from services.studies.analyse_study import LONGEST_STEP, MOST_WHYS, AnalyseStudy, Entered, analyse_study
from services.studies.decide_study import DecideStudy, decide_study
from services.studies.open_study import LONGEST_WORDS, OpenStudy, open_study
from services.studies.plan_study import PlanStudy, plan_study
from services.studies.read_studies import list_studies, read_study
from services.views.organisation_names import map_item_names
from services.waves.read_waves import read_wave
from services.waves.window_subject import find_window_subject

blueprint = Blueprint("staff_studies", __name__, url_prefix="/studies")

_NEW = ("unit", "item", "category", "since", "until", "why", "origin", "origin_id")
_WHYS = tuple(f"why-{no}" for no in range(1, MOST_WHYS + 1))
_BRANCHES = tuple((f"branch-{branch}", branch) for branch in CauseRoot)
_OF_ANALYSIS = ("round", "method", "root", "root_cause", *_WHYS, *(name for name, _ in _BRANCHES))


@blueprint.get("")
@permission(Permission.SUPERVISE)
def studies() -> str:
    """Those that run, by what is due first, late ones marked; then those that ended."""
    found = list_studies(request.args.get("before", ""), make_unit(), current_actor())
    names = name_codes([*found.running, *found.ended], make_unit)
    return render_template("staff/studies.html", found=found, about=lambda study: about_of(study, names))


@blueprint.get("/new")
@permission(Permission.SUPERVISE)
def new() -> str:
    """An empty form, or one that says what a wave is about."""
    values = {name: request.args.get(name, "") for name in _NEW}
    wave_id = request.args.get("wave", "")
    if wave_id:
        wave = read_wave(wave_id, make_unit(), current_actor()).wave
        values |= {**begin_from_wave(wave), "origin": StudyOrigin.ALARM.value, "origin_id": wave.id}
        if wave.dimension is WaveDimension.WINDOW:
            values["unit"], values["item"] = find_window_subject(wave, make_unit(), current_actor())
            values["why"] = say_window(wave)
    return _form(values, {})


@blueprint.post("/new")
@permission(Permission.SUPERVISE)
def enter() -> BaseResponse | tuple[str, int]:
    """Faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in _NEW}
    try:
        study_id = open_study(OpenStudy(sent_submission_id(), **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _form(values, dict(refused.errors)), 422
    return redirect(f"/studies/{study_id}?done=opened", code=303)


@blueprint.get("/<study_id>")
@permission(Permission.SUPERVISE)
def study(study_id: str) -> str:
    """One, with the form of the step that its process asks for."""
    return _page(study_id, {}, {})


@blueprint.post("/<study_id>/plan")
@permission(Permission.SUPERVISE)
def plan(study_id: str) -> BaseResponse | tuple[str, int]:
    """Who leads it, what it asks, and by when."""
    values = {name: request.form.get(name, "") for name in ("lead", "questions", "due_on")}
    try:
        plan_study(PlanStudy(study_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(study_id, values, dict(refused.errors)), 422
    return redirect(f"/studies/{study_id}?done=planned", code=303)


@blueprint.post("/<study_id>/analysis")
@permission(Permission.SUPERVISE)
def analyse(study_id: str) -> BaseResponse | tuple[str, int]:
    """Why after why or the fishbone, and the root."""
    seen = [f"{name}-seen" for name in (*_WHYS, *(name for name, _ in _BRANCHES))]
    values = {name: request.form.get(name, "") for name in (*_OF_ANALYSIS, *seen)}
    entered = [Entered(name, values[name], values[f"{name}-seen"]) for name in _WHYS]
    entered += [Entered(name, values[name], values[f"{name}-seen"], branch) for name, branch in _BRANCHES]
    told = {name: values[name] for name in ("round", "method", "root", "root_cause")}
    try:
        analyse_study(AnalyseStudy(study_id, entered=entered, **told), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(study_id, values, dict(refused.errors)), 422
    return redirect(f"/studies/{study_id}?done=analysed", code=303)


@blueprint.post("/<study_id>/decision")
@permission(Permission.SUPERVISE)
def decide(study_id: str) -> BaseResponse | tuple[str, int]:
    """More analysis, no measure with the reason, or measures."""
    values = {name: request.form.get(name, "") for name in ("round", "decision", "reason", "due_on")}
    try:
        decide_study(DecideStudy(study_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(study_id, values, dict(refused.errors)), 422
    return redirect(f"/studies/{study_id}?done=decided", code=303)


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    with make_unit().reading() as unit:
        units = list_every_unit_option(unit)
    items = map_item_names(make_unit())
    return render_template(
        "staff/study_new.html",
        values=values,
        errors=errors,
        units=units,
        items=[{"value": code, "label": name} for code, name in sorted(items.items())],
        categories=_options(list(Category), "category"),
        longest_words=LONGEST_WORDS,
        submission_id=shown_submission_id(errors),
    )


def _page(study_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    page = read_study(study_id, make_unit(), current_actor())
    row = page.study
    return render_template(
        "staff/study.html",
        page=page,
        row=row,
        about=about_of(row, name_codes([row], make_unit)),
        measure_at=measure_of(row),
        ledger_of=lambda seen, *, true: ledger_of(row, seen, true=true),
        leads=[{"value": login, "label": page.people.get(login, login)} for login in page.leads],
        methods=list(StudyMethod),
        whys=_WHYS,
        branches=_BRANCHES,
        roots=_options(list(CauseRoot), "cause_root"),
        decisions=list(StudyDecision),
        values=values,
        errors=errors,
        longest_words=LONGEST_WORDS,
        longest_step=LONGEST_STEP,
        done=request.args.get("done", ""),
    )


def _options(codes: Sequence[str], kind: str) -> list[dict[str, str]]:
    return [{"value": str(code), "label": code_text(kind, code)} for code in codes]
