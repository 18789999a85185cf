"""`/progress/code.svg`: the picture that leads a telephone from the paper to the progress of a complaint."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urlencode

import segno
from flask import Blueprint, Response, request

from api.context import public_address
from api.security.permissions import Permission, permission
from models.ground.errors import NotFound

blueprint = Blueprint("citizen_progress_code", __name__)

_NUMBER = re.compile(r"[A-Z0-9]{1,20}-\d{4}-\d{6}")
_SCALE = 4  # pixels of a module


@blueprint.get("/progress/code.svg")
@permission(Permission.PUBLIC)
def code() -> Response:
    """A QR code of the progress page's address with the number in it, never with the query code; NotFound for no number."""
    number = request.args.get("number", "")
    if not _NUMBER.fullmatch(number):
        raise NotFound
    address = f"{public_address()}progress?{urlencode({'number': number})}"
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", scale=_SCALE, border=4)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")
