"""What the frame of every page says: how the centre is reached, and to the staff what they must know at once, and why."""

from __future__ import annotations

from typing import cast

from flask import Flask, g

from api.context import current_actor, current_session, ports
from api.frame_unit import frame_unit
from api.i18n import language
from models.ground.errors import OutsideUnavailable
from services.accounts.link_notices import LinkNotice, read_link_notices
from services.office.centre_contact import CentreContact, get_centre_contact


def centre_sign() -> CentreContact | None:
    """Name, address, telephone and hours, at the foot of every page and at the head of every print.

    Asked once a page; None while the database cannot say it, for a page of errors has to be shown all the same.
    """
    if "centre_sign" not in g:
        try:
            g.centre_sign = get_centre_contact(frame_unit(), in_english=language() == "en")
        except OutsideUnavailable:
            g.centre_sign = None
    return cast(CentreContact | None, g.centre_sign)


def strange_store() -> str | None:
    """Why nothing goes on, for who is signed in; None where all is well."""
    session = current_session()
    return None if session is None or session.strange_store is None else session.strange_store.value


def link_notices() -> tuple[LinkNotice, ...]:
    """Links that others made of this person's account and that he does not know of yet; hardly ever one, and then asked for."""
    session = current_session()
    if session is None or not session.is_told_of_link or ports().identity_provider is None:
        return ()
    return read_link_notices(frame_unit(), current_actor()).notices


def register_page_frame(app: Flask) -> None:
    """Give the frame of the pages `centre_sign`, `strange_store` and `link_notices`."""
    app.jinja_env.globals.update(
        centre_sign=centre_sign, strange_store=strange_store, link_notices=link_notices
    )
