"""JSON that a request brings: small enough, flat enough, and nothing that neither Python nor a database can hold."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from api.security.gate import is_signed_route
from api.settings import MAX_TEXT_BYTES

# No schema of ours has more than four.
_DEEPEST_LEVEL: Final = 50


def refuse_unsound_json() -> None:
    """Answer 413 or 400 before anybody reads the body; what passes is read without surprise.

    Refused are more bytes than a form's texts may have, what is no JSON, numbers of thousands of digits, half characters,
    and nesting without end.
    """
    if not request.is_json or is_signed_route():
        return
    if (request.content_length or 0) > MAX_TEXT_BYTES:
        raise RequestEntityTooLarge
    body = request.get_data(cache=True)
    if len(body) > MAX_TEXT_BYTES:
        raise RequestEntityTooLarge
    if not body:
        return
    try:
        value: object = json.loads(body)
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadRequest from None
    if _is_deeper_than(_DEEPEST_LEVEL, value):
        raise BadRequest


def _is_deeper_than(levels: int, value: object) -> bool:
    here = [value]
    for _ in range(levels):
        here = [part for item in here for part in _parts(item)]
        if not here:
            return False
    return True


def _parts(item: object) -> Iterable[object]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()
