"""What a schema refuses of a request, by the path of each field, in the codes that the catalogue has sentences for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

MOST_NAMED = 20
_LONGEST_PATH = 100
_MISSING = frozenset({"Missing data for required field.", "Field may not be null."})
_OF_ALL = "_schema"


def find_schema_faults(error: HTTPException) -> dict[str, str] | None:
    """REQUIRED for what is missing, UNKNOWN_FIELD for what was not asked for or is of another kind; None for other errors.

    At most twenty, whatever was sent.
    """
    refused = getattr(error, "exc", None)
    if not isinstance(refused, ValidationError):
        return None
    # By the place that was read, as the body; nobody sends to two at once.
    places = refused.messages.values() if isinstance(refused.messages, dict) else [refused.messages]
    return dict(islice((fault for place in places for fault in _walk("", place)), MOST_NAMED))


def _walk(path: str, told: object) -> Iterator[tuple[str, str]]:
    if not isinstance(told, dict):
        first = told[0] if isinstance(told, list) and told else told
        yield path[:_LONGEST_PATH] or "body", "REQUIRED" if first in _MISSING else "UNKNOWN_FIELD"
        return
    for name, inner in told.items():
        yield from _walk(path if name == _OF_ALL else f"{path}.{name}".lstrip("."), inner)
