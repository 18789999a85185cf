"""JSON of requests, without what Python takes beyond the standard and the store could not give back."""

import json
from collections.abc import Iterable
from typing import Final

from engine.rest.problem import InvalidRequest

# Expressions walk values recursively; the gateway refuses the same depth.
DEEPEST_LEVEL: Final = 200


def read_json(text: str) -> object:
    """The value; refused when it is no JSON, nested beyond reason, not finite, or holds half a character."""
    try:
        value: object = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise InvalidRequest("the request body is not valid JSON") from None
    if _is_deeper(value, DEEPEST_LEVEL):
        raise InvalidRequest(f"the request body is nested deeper than {DEEPEST_LEVEL} levels")
    return value


def _is_deeper(value: object, levels: int) -> bool:
    here: list[object] = [value]
    for _ in range(levels):
        here = [child for item in here for child in _children(item)]
        if not here:
            return False
    return True


def _children(item: object) -> Iterable[object]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()
