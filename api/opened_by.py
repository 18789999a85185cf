"""Who has a page or table with an identity before him, and since when: the words behind a page and at the end of a table."""

from __future__ import annotations

from flask import Flask

from api.context import current_actor, office_now
from api.frame_unit import frame_unit
from api.i18n import gettext
from api.moments import moment
from services.actor import staff_id_of
from services.office.people_names import get_person_name


def opened_by(unit_name: str = "") -> str:
    """Who has it, and the office's moment: name and post of who is signed in, or the unit outside that opened it by a code."""
    who = unit_name or _name_reader()
    return gettext("Opened by %(who)s at %(when)s", who=who, when=moment(office_now()))


def _name_reader() -> str:
    with frame_unit().reading() as unit:
        return get_person_name(staff_id_of(current_actor()), unit)


def register_opened_by(app: Flask) -> None:
    """Bind the function that templates use."""
    app.jinja_env.globals.update(opened_by=opened_by)
