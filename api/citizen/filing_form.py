"""The fields of the public complaint form: their names, their labels, and the statement they make."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from werkzeug.datastructures import MultiDict

from api.i18n import gettext
from services.filing.statement import Statement

HONEYPOT = "website"
FILES = "attachments"
# Which text on the use of data stood on the page that sends.
NOTICE = "privacy_notice_version"

_TRUE = frozenset({"true", "on", "1", "yes"})
FLAGS = {
    "anonymous": "is_anonymous",
    "keep_identity_secret": "keep_identity_secret",
    "consent_to_share_identity": "consent_to_share_identity",
}
_TEXTS = tuple(
    field.name for field in fields(Statement) if field.name not in FLAGS.values() and field.name != NOTICE
)
_KEPT = frozenset({*FLAGS, *_TEXTS, "channel", NOTICE})


def statement_of(form: Mapping[str, str]) -> Statement:
    """What the complainant says, line ends unified."""
    values: dict[str, Any] = {name: _clean(form.get(name, "")) for name in _TEXTS}
    values |= {attribute: is_on(form.get(name, "")) for name, attribute in FLAGS.items()}
    return Statement(**values, privacy_notice_version=_clean(form.get(NOTICE, "")))


def raw_of(form: MultiDict[str, str]) -> str:
    """The form as it was sent, as JSON; without the tokens that only this product reads."""
    return json.dumps({name: form[name] for name in sorted(_KEPT & form.keys())}, ensure_ascii=False)


def typed_values(form: Mapping[str, str]) -> dict[str, str | bool]:
    """What stands in the fields when the form is shown again."""
    values: dict[str, str | bool] = {name: form.get(name, "") for name in _TEXTS}
    return values | {name: is_on(form.get(name, "")) for name in FLAGS}


def typed_fields(form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a statement that a form has, as they were typed."""
    return {name: form[name] for name in (*_TEXTS, *FLAGS, NOTICE) if name in form}


def is_on(value: str) -> bool:
    """Whether a checkbox was ticked."""
    return value.strip().lower() in _TRUE


def labels() -> dict[str, str]:
    """Field names as people read them, also for the error summary."""
    return {
        "content": gettext("What happened"),
        "wanted": gettext("What you want"),
        "name": gettext("Name"),
        "organisation": gettext("Organisation"),
        "id_number": gettext("Identity number"),
        "phone": gettext("Telephone"),
        "email": gettext("E-mail"),
        "postal_address": gettext("Postal address"),
        "respondent_unit": gettext("Unit complained about"),
        "respondent_window": gettext("Window"),
        "respondent_staff": gettext("Person complained about"),
        "service_item": gettext("Service item"),
        "handling_number": gettext("Number of your application"),
        "occurred_at": gettext("When it happened"),
        "occurred_place": gettext("Where it happened"),
        "feedback_way": gettext("How you want the answer"),
        "standing": gettext("Whose matter it is"),
        "represented_name": gettext("For whom you speak"),
        FILES: gettext("Files"),
        "submission_id": gettext("Sent before"),
        "guard_answer": gettext("Sent by a person?"),
    }


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
