"""JSON of requests, without what Python takes beyond the standard and the store could not give back."""

import json

from engine.rest.problem import InvalidRequest


def read_json(text: str) -> object:
    """The value; refused when it is no JSON, nested beyond reason, not finite, or holds half a character."""
    try:
        value: object = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        raise InvalidRequest("the request body is not valid JSON") from None
    return value
