"""`/comments`: what people say of complaint handling itself, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from api.context import current_actor, make_unit
from api.security.permissions import Permission, permission
from models.ground.errors import Conflict, InvalidInput, NotPermitted
from models.ground.openness_codes import CommentAct, CommentState
from services.openness.act_on_comment import LONGEST_WORDS, ActOnComment, act_on_comment
from services.openness.read_comments import list_comments

blueprint = Blueprint("staff_comments", __name__, url_prefix="/comments")

_FIELDS = ("act", "words", "number", "seen")
_LONGEST_NUMBER = 10


@blueprint.get("")
@permission(Permission.SUPERVISE)
def comments() -> str:
    """Some of them, the newest first, of one state or all."""
    return _page("", {}, {})


@blueprint.post("/<comment_id>")
@permission(Permission.SUPERVISE)
def act(comment_id: str) -> BaseResponse | tuple[str, int]:
    """Do something with one; what is against it comes back at it with what was typed."""
    values = {name: request.form.get(name, "") for name in _FIELDS}
    try:
        act_on_comment(ActOnComment(comment_id, **values), make_unit(), current_actor())
    except InvalidInput as refused:
        return _page(comment_id, values, dict(refused.errors)), 422
    except (NotPermitted, Conflict) as refused:
        return _page(comment_id, values, {}, refused.code), 409
    return redirect(f"/comments?done={values['act']}", code=303)


def _page(faulty: str, values: Mapping[str, str], errors: Mapping[str, str], code: str = "") -> str:
    asked, before = request.args.get("state", ""), request.args.get("before", "")
    state = CommentState(asked) if asked in set(CommentState) else None
    is_number = before.isascii() and before.isdigit() and len(before) < _LONGEST_NUMBER
    return render_template(
        "staff/comments.html",
        found=list_comments(state, int(before) if is_number else None, make_unit(), current_actor()),
        state=state,
        states=list(CommentState),
        faulty=faulty,
        values=values,
        errors=errors,
        code=code,
        login=current_actor().staff_id,
        longest=LONGEST_WORDS,
        done=request.args.get("done", "") if request.args.get("done", "") in set(CommentAct) else "",
    )
