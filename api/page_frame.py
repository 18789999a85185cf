"""What the frame of every page says: how the centre is reached, and to the staff that nothing goes on, and why."""

from __future__ import annotations

from typing import cast

from flask import Flask, g

from api.context import current_session
from api.frame_unit import frame_unit
from api.i18n import language
from models.ground.errors import OutsideUnavailable
from services.office.centre_contact import CentreContact
from services.views.frame import Frame, read_frame


def centre_sign() -> CentreContact | None:
    """Name, address, telephone and hours, at the foot of every page and at the head of every print."""
    return _frame().centre


def strange_store() -> str | None:
    """Why nothing goes on, for who is signed in; None where all is well."""
    store = None if current_session() is None else _frame().strange_store
    return None if store is None else store.value


def _frame() -> Frame:
    """Asked once a page; empty while the database cannot say it, for a page of errors has to be shown all the same."""
    if "frame" not in g:
        try:
            g.frame = read_frame(frame_unit(), in_english=language() == "en")
        except OutsideUnavailable:
            g.frame = Frame(None, None)
    return cast(Frame, g.frame)


def register_page_frame(app: Flask) -> None:
    """Give the frame of the pages `centre_sign` and `strange_store`."""
    app.jinja_env.globals.update(centre_sign=centre_sign, strange_store=strange_store)
