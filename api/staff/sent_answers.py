"""The answers that a form page sends as JSON."""

from __future__ import annotations

from typing import Any

from flask import abort, request


def sent_answers() -> dict[str, Any]:
    """The object under `answers`; anything else is a bad request."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("answers"), dict):
        abort(400)
    answers: dict[str, Any] = body["answers"]
    return answers
