"""What came in, word for word, made readable: a page or a program sends its fields as JSON, a clerk types plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import Flask

from api.i18n import code_text, gettext

_KIND = "raw_field"
Line = tuple[str, str]


def raw_lines(raw_text: str) -> list[Line]:
    """Name and words of every field that was filled in; empty for plain text, which is read as it is."""
    try:
        sent = json.loads(raw_text)
    except ValueError:
        return []
    return list(_lines(sent, "")) if isinstance(sent, dict) else []


def _lines(value: object, name: str) -> Iterator[Line]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, _joined(name, code_text(_KIND, key)))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _lines(inner, _joined(name, str(number)))
    elif isinstance(value, bool):
        yield name, gettext("Yes") if value else gettext("No")
    elif value not in (None, ""):
        yield name, str(value)


def _joined(name: str, more: str) -> str:
    return f"{name} · {more}" if name else more


def register_raw_material(app: Flask) -> None:
    """Bind the function that templates use."""
    app.jinja_env.globals.update(raw_lines=raw_lines)
