"""`/demo/clock`: ask for a move of the demo office's clock, and read what it did."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth.start_page import HOME, safe_target
from api.context import make_unit
from api.demo.people import require_demo
from api.security.permissions import Permission, permission
from models.clock.demo_move import DemoStep
from models.ground.errors import NotFound
from services.clocks.demo_moves import AskDemoMove, ask_demo_move, find_demo_move

blueprint = Blueprint("demo_moves", __name__, url_prefix="/demo/clock")


@blueprint.post("")
@permission(Permission.PUBLIC)
def ask() -> BaseResponse:
    """A day on, or to the next end of a limit."""
    require_demo()
    try:
        step = DemoStep(request.form.get("step", ""))
    except ValueError as error:
        raise NotFound from error
    ask_demo_move(AskDemoMove(step), make_unit())
    return redirect(url_for("demo_moves.show", next=_back()), code=303)


@blueprint.get("")
@permission(Permission.PUBLIC)
def show() -> str:
    """The last move: under way, or what it did; a part of the page asks again by itself until it has ended."""
    require_demo()
    page = "demo/move.html" if request.headers.get("X-Fragment") is None else "demo/move_state.html"
    return render_template(page, move=find_demo_move(make_unit()), back=_back())


def _back() -> str:
    return safe_target(request.values.get("next", "")) or HOME
