"""JSON objects as gRPC carries them: text on the wire, dictionaries inside."""

from __future__ import annotations

import json
from typing import Never

from engine.errors import CommandRejected, Reason
from engine.state.entity import Variables


def parse_object(text: str) -> Variables:
    """The object in a request's JSON text; an empty text is an empty object.

    Refused with INVALID_ARGUMENT: anything but an object, numbers that JSON does not know (NaN), and half
    surrogates, which no store can hold.
    """
    if not text:
        return {}
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        message = f"Expected the variables to be a JSON object, but they cannot be read: {error}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message) from None
    if not isinstance(value, dict):
        message = f"Expected the variables to be a JSON object, but got a JSON {type(value).__name__}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    return value


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is not a JSON number")
