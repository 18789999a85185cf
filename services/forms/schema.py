"""Typed reading of a form's JSON: maps and lists where they are expected, nothing about their meaning."""

import json
from collections.abc import Iterator

from models.ground.errors import InvalidInput

Component = dict[str, object]


def parse_schema(text: str) -> Component:
    """The form's JSON object; InvalidInput on path `form` when the text is no such object."""
    try:
        schema = json.loads(text)
    except ValueError as error:
        raise InvalidInput({"form": "NOT_JSON"}) from error
    if not isinstance(schema, dict):
        raise InvalidInput({"form": "NOT_A_FORM"})
    return schema


def mapping(value: object) -> dict[str, object]:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """The value if it is a string, else the empty string."""
    return value if isinstance(value, str) else ""


def list_components(parent: Component) -> list[Component]:
    """The direct components of a form, group or list."""
    children = parent.get("components")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def list_keys(form: Component) -> frozenset[str]:
    """The names of all fields of a form."""
    return frozenset(key for part in walk(form) if (key := text(part.get("key"))))


def walk(parent: Component) -> Iterator[Component]:
    """Every component below `parent`, outer before inner."""
    for component in list_components(parent):
        yield component
        yield from walk(component)
