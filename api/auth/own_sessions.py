"""`/sessions`: where the person is signed in; one of it, or all others, can be ended."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.context import current_actor, make_unit, ports
from api.security.cookies import session_token
from api.security.permissions import Permission, permission
from services.accounts.own_sessions import end_other_sessions, end_own_session, list_own_sessions

blueprint = Blueprint("own_sessions", __name__, url_prefix="/sessions")

_DONE = frozenset({"one", "others"})


@blueprint.get("")
@permission(Permission.OWN_ACCOUNT)
def show() -> str:
    """Each with where it came from and when it was last used."""
    rows = list_own_sessions(session_token() or "", make_unit(), current_actor())
    done = request.args.get("done", "")
    return render_template(
        "auth/sessions.html",
        rows=rows,
        done=done if done in _DONE else None,
        has_provider=ports().identity_provider is not None,
    )


@blueprint.post("/<session_id>/end")
@permission(Permission.OWN_ACCOUNT)
def end(session_id: str) -> Response:
    """End one; who ends the one he uses signs in again."""
    end_own_session(session_id, make_unit(), current_actor())
    return redirect(url_for("own_sessions.show", done="one"), code=303)


@blueprint.post("/end-others")
@permission(Permission.OWN_ACCOUNT)
def end_others() -> Response:
    """End all but this one; sent again it finds none."""
    end_other_sessions(session_token() or "", make_unit(), current_actor())
    return redirect(url_for("own_sessions.show", done="others"), code=303)
