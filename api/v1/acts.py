"""Acts on a case beside its tasks: list, read with the form, take."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from api.context import current_actor, make_unit
from api.readers_words import show_to_who_decides
from api.schemas.act import ActAnswers, ActList, ActOut, ActTaken
from api.security.permissions import Permission, permission
from api.v1.third_persons import read_decided
from services.acts.get_act_page import ActPage, get_act_page
from services.acts.list_acts import list_acts
from services.acts.take_act import TakeAct, TakenAct, take_act

blueprint = Blueprint("api_acts", __name__, description="Acts on a case")


@blueprint.get("/cases/<complaint_id>/acts")
@permission(Permission.HANDLE)
@blueprint.response(200, ActList)
def acts(complaint_id: str) -> dict[str, Any]:
    """The acts of this person's role, each with the rule against it now, if any."""
    return {"acts": list_acts(complaint_id, make_unit(), current_actor())}


@blueprint.get("/cases/<complaint_id>/acts/<act>")
@permission(Permission.HANDLE)
@blueprint.response(200, ActOut)
def read_act(complaint_id: str, act: str) -> ActPage:
    """One act with its form."""
    shown = get_act_page(complaint_id, act, make_unit(), current_actor())
    show_to_who_decides(may_take=shown.why_not is None)
    return shown


@blueprint.post("/cases/<complaint_id>/acts/<act>")
@permission(Permission.HANDLE)
@blueprint.arguments(ActAnswers)
@blueprint.response(200, ActTaken)
def take(body: dict[str, Any], complaint_id: str, act: str) -> TakenAct:
    """Take it; a repeat with the same submission_id is the same act.

    422 names each faulty answer by its path, 409 tells the rule against it.
    """
    decided = read_decided(body["third_persons"])
    command = TakeAct(complaint_id, act, body["answers"], body["submission_id"], decided)
    return take_act(command, make_unit(), current_actor())
