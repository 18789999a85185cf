"""JSON objects as gRPC carries them: text on the wire, dictionaries inside."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, Never

from engine.errors import CommandRejected, Reason
from engine.state.entity import Variables

# Expressions walk values by recursion; a deeper value would break the interpreter's stack half-way.
DEEPEST_LEVEL: Final = 200


def parse_object(text: str) -> Variables:
    """The object in a request's JSON text; an empty text is an empty object.

    Refused with INVALID_ARGUMENT: anything but an object, numbers that JSON does not know (NaN, 1e999), half
    surrogates, which no store can hold, and nesting beyond `DEEPEST_LEVEL`.
    """
    if not text:
        return {}
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        message = f"Expected the variables to be a JSON object, but they cannot be read: {error}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message) from None
    if not isinstance(value, dict):
        message = f"Expected the variables to be a JSON object, but got a JSON {type(value).__name__}"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    if _is_deeper_than(DEEPEST_LEVEL, value):
        message = f"Expected variables of at most {DEEPEST_LEVEL} levels of nesting"
        raise CommandRejected(Reason.INVALID_ARGUMENT, message)
    return value


def _is_deeper_than(levels: int, value: object) -> bool:
    inner = [value]
    for _ in range(levels):
        inner = [item for outer in inner for item in _items_of(outer)]
        if not inner:
            return False
    return True


def _items_of(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is not a JSON number")
