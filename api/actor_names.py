"""Who did something, as pages say it: people by name and post, units by name, never by login or code."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from api.i18n import code_text, gettext
from services.actor import ActorKind

_NAMED_BY_KIND = frozenset({ActorKind.CITIZEN.value, ActorKind.SYSTEM.value})
_UNIT = "unit:"


def actor_name(actor: str | None, people: Mapping[str, str], units: Mapping[str, str]) -> str:
    """What the trail calls an actor (services/actor.py) in words; empty for nobody."""
    if not actor:
        return ""
    if actor in _NAMED_BY_KIND:
        return code_text("actor", actor)
    if actor.startswith(_UNIT):
        return f"{gettext('unit outside')} {unit_name(actor.removeprefix(_UNIT), units)}"
    return people.get(actor) or gettext("somebody who is not in the directory any more")


def unit_name(code: str | None, units: Mapping[str, str]) -> str:
    """The name of a unit; empty for none."""
    if not code:
        return ""
    return units.get(code) or gettext("a unit that is not in the directory any more")


def register_actor_names(app: Flask) -> None:
    """Bind the functions that templates use."""
    app.jinja_env.globals.update(actor_name=actor_name, unit_name=unit_name)
