"""Who works in a demo office, as its bar offers them: by role, in the order of a complaint's way."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, abort

from api.context import app_context
from api.settings import DemoPerson
from models.ground.codes import Role

_ORDER = (
    Role.INTAKE,
    Role.INVESTIGATOR,
    Role.APPROVER,
    Role.RETURN_VISIT,
    Role.UNIT_REP,
    Role.WINDOW_STAFF,
    Role.SUPERVISOR,
    Role.DIRECTOR,
    Role.ADMINISTRATOR,
)


def require_demo() -> None:
    """404 in an office that is no demo."""
    if not app_context().settings.is_demo():
        abort(404)


def demo_people() -> list[tuple[Role, list[DemoPerson]]]:
    """The people whose passwords lie beside the demo office, by role; nobody where they were reset."""
    settings = app_context().settings
    people: Sequence[DemoPerson] = settings.demo_people() if settings.is_demo() else ()
    groups = [(role, [person for person in people if person.role == role]) for role in _ORDER]
    return [(role, group) for role, group in groups if group]


def register_demo_people(app: Flask) -> None:
    """Give the frame and the sign-in page `demo_people`."""
    app.jinja_env.globals["demo_people"] = demo_people
