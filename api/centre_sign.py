"""The centre's name, address, telephone and hours at the foot of every page and at the head of every print."""

from __future__ import annotations

from typing import cast

from flask import Flask, g

from api.frame_unit import frame_unit
from api.i18n import language
from models.ground.errors import OutsideUnavailable
from services.office.centre_contact import CentreContact, get_centre_contact


def centre_sign() -> CentreContact | None:
    """Asked once a page; None while the database cannot say it, for a page of errors has to be shown all the same."""
    if "centre_sign" not in g:
        try:
            g.centre_sign = get_centre_contact(frame_unit(), in_english=language() == "en")
        except OutsideUnavailable:
            g.centre_sign = None
    return cast(CentreContact | None, g.centre_sign)


def register_centre_sign(app: Flask) -> None:
    """Give the frame of the pages `centre_sign`."""
    app.jinja_env.globals["centre_sign"] = centre_sign
