"""`/administration/sources`: the programs of chat and social media that may deliver messages, and their secrets."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.assessment_codes import ProcessingActivity
from models.ground.errors import InvalidInput, NotFound
from services.incoming.chat.sources import (
    CHANNELS,
    LONGEST_NAME,
    RegisterSource,
    SourceStep,
    change_source,
    list_sources,
    register_source,
)
from services.privacy.list_assessments import list_standings

blueprint = Blueprint("administration_sources", __name__, url_prefix="/administration/sources")
_FIELDS = ("code", "name", "channel")


@blueprint.get("")
@permission(Permission.ADMINISTER)
def sources() -> str:
    """Every program with what may be done with it, and the form for another."""
    return _page({}, {})


@blueprint.post("")
@permission(Permission.ADMINISTER)
def register() -> str | tuple[str, int]:
    """Register one; its secret is shown in the answer alone."""
    typed = {name: request.form.get(name, "")[:200] for name in _FIELDS}
    try:
        secret = register_source(RegisterSource(**typed), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(typed, dict(refused.errors)), 422
    return _shown_once(typed["code"].strip(), secret)


@blueprint.post("/<code>")
@permission(Permission.ADMINISTER)
def change(code: str) -> str | BaseResponse:
    """Another secret, the earlier one dropped, stopped or let in again."""
    step = request.form.get("step", "")
    if step not in set(SourceStep):
        raise NotFound
    secret = change_source(code, SourceStep(step), make_unit(), current_actor())
    if secret is not None:
        return _shown_once(code, secret)
    return redirect(url_for("administration_sources.sources", done=step), code=303)


def _page(typed: dict[str, str], errors: dict[str, str]) -> str:
    done = request.args.get("done", "")
    return render_template(
        "administration/sources.html",
        sources=list_sources(make_unit(), current_actor()),
        assessments=list_standings((ProcessingActivity.CHAT,), make_unit()),
        typed=typed,
        errors=errors,
        channels=CHANNELS,
        longest_name=LONGEST_NAME,
        done=done if done in set(SourceStep) else "",
    )


def _shown_once(code: str, secret: str) -> str:
    # The answer to the POST itself: the secret is in no address, log or later page.
    return render_template("administration/source_secret.html", code=code, secret=secret)
