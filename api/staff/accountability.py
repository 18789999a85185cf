"""`/accountability`: the register of accountability (问责登记), for those whom a record concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from api.submission_ids import new_submission_id
from models.ground.accountability_codes import (
    AccountabilityAct,
    AccountabilityMeasure,
    AppealResult,
    SuspicionOrigin,
)
from models.ground.errors import InvalidInput
from services.accountability.add_evidence import AddEvidence, add_evidence
from services.accountability.answer_for_oneself import OwnWords, appeal, say
from services.accountability.ask_person import USUAL_DAYS as USUAL_HEARING
from services.accountability.ask_person import AskPerson, ask_person
from services.accountability.decide_record import USUAL_DAYS as USUAL_APPEAL
from services.accountability.decide_record import DecideAppeal, DecideRecord, decide_appeal, decide_record
from services.accountability.open_record import OpenRecord, open_record
from services.accountability.reach_person import HandOver, confirm_read, hand_over
from services.accountability.read_records import read_new_record, read_record, read_records
from services.accountability.typed import LONGEST_WORDS

blueprint = Blueprint("staff_accountability", __name__, url_prefix="/accountability")

_ORIGINS = tuple(origin for origin in SuspicionOrigin if origin is not SuspicionOrigin.SIGNAL)


@blueprint.get("")
@permission(Permission.SIGNED_IN)
def records() -> str:
    """What is about the reader, and for who supervises what is about others."""
    page = read_records(request.args.get("after", ""), make_unit(), current_actor())
    return render_template("staff/accountability.html", page=page)


@blueprint.get("/new")
@permission(Permission.SUPERVISE)
def new() -> str:
    """The form of a suspicion, of a signal where one is named."""
    return _new_page({"submission_id": new_submission_id(), "signal": request.args.get("signal", "")}, {})


@blueprint.post("")
@permission(Permission.SUPERVISE)
def open_() -> BaseResponse | tuple[str, int]:
    """Put it on record; faults come back at their fields with what was typed."""
    values = {
        name: request.form.get(name, "")
        for name in ("submission_id", "person", "origin", "suspicion", "signal")
    }
    command = OpenRecord(
        *(values[name] for name in ("submission_id", "person", "origin", "suspicion", "signal"))
    )
    try:
        record_id = open_record(command, make_unit(), current_actor())
    except InvalidInput as refused:
        return _new_page(values, dict(refused.errors)), 422
    return redirect(f"/accountability/{record_id}", code=303)


@blueprint.get("/<record_id>")
@permission(Permission.SIGNED_IN)
def record(record_id: str) -> str:
    """One, with what the reader may do about it now."""
    return _page(record_id, {}, {})


@blueprint.post("/<record_id>/<act>")
@permission(Permission.SIGNED_IN)
def act_on(record_id: str, act: str) -> BaseResponse | tuple[str, int]:
    """One act; who may is decided by the use case."""
    if act not in set(AccountabilityAct):
        abort(404)
    try:
        _ACTS[AccountabilityAct(act)](record_id)
    except InvalidInput as refused:
        return _page(record_id, request.form, dict(refused.errors)), 422
    return redirect(f"/accountability/{record_id}", code=303)


def _typed(*names: str) -> tuple[str, ...]:
    return tuple(request.form.get(name, "") for name in names)


_ACTS: Mapping[AccountabilityAct, Callable[[str], str]] = {
    AccountabilityAct.ADD_EVIDENCE: lambda record: add_evidence(
        AddEvidence(record, *_typed("number", "note", "signal")), make_unit(), current_actor()
    ),
    AccountabilityAct.ASK: lambda record: ask_person(
        AskPerson(record, *_typed("workdays")), make_unit(), current_actor()
    ),
    AccountabilityAct.READ: lambda record: confirm_read(record, make_unit(), current_actor()),
    AccountabilityAct.SAY: lambda record: say(
        OwnWords(record, *_typed("said")), make_unit(), current_actor()
    ),
    AccountabilityAct.DECIDE: lambda record: decide_record(
        DecideRecord(record, *_typed("measure", "reason", "appeal_workdays")), make_unit(), current_actor()
    ),
    AccountabilityAct.HAND_OVER: lambda record: hand_over(
        HandOver(record, *_typed("proof")), make_unit(), current_actor()
    ),
    AccountabilityAct.APPEAL: lambda record: appeal(
        OwnWords(record, *_typed("appeal")), make_unit(), current_actor()
    ),
    AccountabilityAct.DECIDE_APPEAL: lambda record: decide_appeal(
        DecideAppeal(record, *_typed("appeal_result", "appeal_measure", "appeal_reason", "appeal_paper")),
        make_unit(),
        current_actor(),
    ),
}


def _new_page(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/accountability_new.html",
        page=read_new_record(values["signal"], make_unit(), current_actor()),
        origins=_ORIGINS,
        values=values,
        errors=errors,
        longest_words=LONGEST_WORDS,
    )


def _page(record_id: str, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "staff/accountability_record.html",
        page=read_record(record_id, make_unit(), current_actor()),
        measures=list(AccountabilityMeasure),
        results=list(AppealResult),
        values={"workdays": USUAL_HEARING, "appeal_workdays": USUAL_APPEAL, **values},
        errors=errors,
        longest_words=LONGEST_WORDS,
    )
