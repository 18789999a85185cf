"""`/appraisals`: files whose term is over (到期鉴定), judged in batches by two people and decided by the head of the organ."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import InvalidInput
from models.ground.keeping_codes import Judgement
from services.keeping.decide_appraisal import APPROVE, SEND_BACK, DecideAppraisal, decide_appraisal
from services.keeping.judge_files import LONGEST_WORDS, JudgeFiles, judge_files
from services.keeping.open_appraisal import MOST, open_appraisal
from services.keeping.read_appraisal import list_appraisals, read_appraisal

blueprint = Blueprint("staff_appraisals", __name__, url_prefix="/appraisals")


@blueprint.get("")
@permission(Permission.APPRAISE)
def appraisals() -> str:
    """The batches, and the files that are due."""
    after = request.args.get("after", "")
    page = list_appraisals(after, make_unit(), current_actor())
    return render_template("staff/appraisals.html", page=page, most=MOST, is_first=not after)


@blueprint.post("")
@permission(Permission.APPRAISE)
def begin() -> BaseResponse:
    """Open a batch of those that are due."""
    return redirect(f"/appraisals/{open_appraisal(make_unit(), current_actor())}", code=303)


@blueprint.get("/<appraisal_id>")
@permission(Permission.APPRAISE)
def appraisal(appraisal_id: str) -> str:
    """One batch, file by file."""
    return _page(appraisal_id, {}, {})


@blueprint.post("/<appraisal_id>/judgements")
@permission(Permission.APPRAISE)
def judge(appraisal_id: str) -> BaseResponse | tuple[str, int]:
    """Judge the chosen files alike; faults come back at their fields with what was typed."""
    values = {name: request.form.get(name, "") for name in ("judgement", "words")}
    chosen = request.form.getlist("chosen")
    try:
        judge_files(JudgeFiles(appraisal_id, chosen, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(appraisal_id, {**values, "chosen": chosen}, refused.errors), 422
    return _back(appraisal_id, "judged")


@blueprint.post("/<appraisal_id>/decision")
@permission(Permission.APPRAISE)
def decide(appraisal_id: str) -> BaseResponse | tuple[str, int]:
    """Approve the batch or send it back."""
    command = DecideAppraisal(
        appraisal_id, request.form.get("decision", ""), request.form.get("decision_words", "")
    )
    try:
        decide_appraisal(command, make_unit(), current_actor())
    except InvalidInput as refused:
        names = {"words": "decision_words"}
        errors = {names.get(name, name): code for name, code in refused.errors.items()}
        typed = {"decision": command.decision, "decision_words": command.words}
        return _page(appraisal_id, typed, errors), 422
    return _back(appraisal_id, "decided")


def _back(appraisal_id: str, done: str) -> BaseResponse:
    """To the page of the batch from which it was sent."""
    after = request.args.get("after") or None
    place = url_for("staff_appraisals.appraisal", appraisal_id=appraisal_id, done=done, after=after)
    return redirect(place, code=303)


def _page(appraisal_id: str, typed: Mapping[str, object], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/appraisal.html",
        page=read_appraisal(appraisal_id, request.args.get("after", ""), make_unit(), current_actor()),
        judgements=tuple(Judgement),
        decisions=(APPROVE, SEND_BACK),
        done=request.args.get("done", ""),
        after=request.args.get("after", ""),
        typed=typed,
        errors=dict(errors),
        longest_words=LONGEST_WORDS,
    )
