"""A changed value of a member of staff in words: roles, units and people by name."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from api.actor_names import unit_name
from api.i18n import code_text, gettext

_CODES = {"roles": "role", "account": "account_change", "presence": "presence"}
_PEOPLE = frozenset({"reports_to", "deputy_id"})


def changed_value(field: str, value: str, people: Mapping[str, str], units: Mapping[str, str]) -> str:
    """What the history of a person shows of a field's old or new value."""
    if not value:
        return ""
    if field in _CODES:
        return gettext(", ").join(code_text(_CODES[field], code) for code in value.split(","))
    if field in _PEOPLE:
        return people.get(value) or gettext("somebody who is not in the directory any more")
    return unit_name(value, units) if field == "unit" else value


def register_change_words(app: Flask) -> None:
    """Bind it for the templates."""
    app.jinja_env.globals["changed_value"] = changed_value
