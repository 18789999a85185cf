"""How long somebody must wait who tried too often: in the words of the page, and in the header that programs read."""

from __future__ import annotations

from math import ceil
from typing import cast

from flask import Flask, Response, g

from api import i18n
from api.moments import lasting
from models.ground.errors import DomainError, TriedTooOften

_MINUTE = 60


def code_of(refused: DomainError) -> str:
    """The code of a refusal for its page; how long to wait is noted for this answer."""
    if isinstance(refused, TriedTooOften):
        g.tried_too_often = refused
    return refused.code


def must_wait(code: str) -> bool:
    """Whether this answer tells somebody to wait for the reason of this code, whichever page tells it."""
    noted = _find_noted()
    return noted is not None and noted.code == code


def problem_text(code: str) -> tuple[str, str]:
    """Title and what to do, as `i18n.problem_text`, with the time to wait first where one was noted for this code."""
    title, advice = i18n.problem_text(code)
    noted = _find_noted()
    if noted is None or noted.code != code:
        return title, advice
    # Rounded up: who comes back at the minute told is not refused again.
    time = lasting(ceil(noted.wait_seconds / _MINUTE) * _MINUTE)
    return title, i18n.gettext("Try again in %(time)s.", time=time) + advice


def register_waits(app: Flask) -> None:
    """Bind the text that templates use and the header."""
    app.jinja_env.globals.update(problem_text=problem_text)
    app.after_request(_tell)


def _tell(response: Response) -> Response:
    noted = _find_noted()
    if noted is not None:
        response.headers["Retry-After"] = str(noted.wait_seconds)
    return response


def _find_noted() -> TriedTooOften | None:
    return cast(TriedTooOften | None, g.get("tried_too_often"))
