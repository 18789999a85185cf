"""The id that goes with an empty form, so that what a browser sends again without an answer counts once."""

from __future__ import annotations

from collections.abc import Container
from uuid import uuid4

from flask import request

ID_FIELD = "submission_id"


def sent_submission_id() -> str:
    """The id that came with the form; empty where a page of an earlier release sent it."""
    return request.form.get(ID_FIELD, "")


def shown_submission_id(errors: Container[str] = ()) -> str:
    """The id of a form that is shown: new, or the sent one while nothing was taken with it.

    `errors`: the faulty fields; an id that is at fault itself is replaced.
    """
    sent = sent_submission_id()
    return sent if sent and ID_FIELD not in errors else uuid4().hex


def new_submission_id() -> str:
    """The id of a form after one was taken."""
    return uuid4().hex
