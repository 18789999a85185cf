"""The values of a form that mean something: expressions, patterns, subtypes, and settings that must be plain."""

import re
from collections.abc import Iterator

from services.forms.properties import DATE_SUBTYPES, LIMIT_NAMES, VALIDATION_TYPES
from services.forms.schema import Component, mapping, text

# form-js also takes an expression here; the server reads true and false only.
_PLAIN = ("readonly", "disabled", "multiple")
# An ending, a media type or a family of them, as `accept` lists them.
_ACCEPTED = re.compile(r"\.[a-z0-9]+|[a-z]+/([a-z0-9.+-]+|\*)", re.ASCII | re.IGNORECASE)


def list_expressions(component: Component) -> Iterator[str]:
    """Every expression that the server evaluates, without its sign: when a field is hidden, and computed limits."""
    hide = text(mapping(component.get("conditional")).get("hide"))
    if hide:
        yield hide.strip().removeprefix("=")
    rules = mapping(component.get("validate"))
    yield from (limit[1:] for name in LIMIT_NAMES if (limit := text(rules.get(name))).startswith("="))


def value_faults(component: Component) -> Iterator[str]:
    """Values that the server would not understand, as `property=value`."""
    rules = mapping(component.get("validate"))
    required, kind = rules.get("required"), rules.get("validationType")
    if required is not None and not isinstance(required, bool):
        yield f"validate.required={required}"
    if kind is not None and kind not in VALIDATION_TYPES:
        yield f"validate.validationType={kind}"
    yield from (
        f"{name}={component[name]}" for name in _PLAIN if not isinstance(component.get(name, False), bool)
    )
    if component.get("type") == "datetime" and component.get("subtype") not in DATE_SUBTYPES:
        yield f"subtype={component.get('subtype')}"
    if not _lists_types(component.get("accept", "")):
        yield f"accept={component.get('accept')}"
    if not _can_be_matched(text(rules.get("pattern"))):
        yield f"validate.pattern={rules.get('pattern')}"


def _lists_types(accept: object) -> bool:
    """form-js takes an expression here too; the server compares with a list."""
    entries = [entry.strip() for entry in accept.split(",")] if isinstance(accept, str) else [""]
    return accept == "" or all(_ACCEPTED.fullmatch(entry) for entry in entries)


def _can_be_matched(pattern: str) -> bool:
    try:
        re.compile(pattern, re.ASCII)
    except re.error:
        return False
    return True
