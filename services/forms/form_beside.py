"""A form as a page shows it beside what it is about: what it tells stands there as text, what is filled in stays a form."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.forms.schema import Component, mapping, text

HEADING = "## "
# The property that Modeler shows under custom properties; a text with it stands beside the form.
GUIDANCE = "guidance"
# Kinds of fields whose value is the text that a person reads.
_TELLING = frozenset({"textfield", "textarea", "number"})
_NAME = re.compile(r"[A-Za-z_]\w*")
_WORDS_OF_FEEL = frozenset({"if", "then", "else", "null", "true", "false", "or", "and", "not"})


@dataclass(frozen=True, slots=True)
class ToldField:
    """What a field that nobody fills tells, under its label."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a text of the form says of the law, of ethics or of how to talk (R96), under its own heading."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class FormBeside:
    """`instruction` is the form's own opening without its heading, which the page has already."""

    schema: Component
    instruction: str
    told: tuple[ToldField, ...]
    guidance: tuple[Guidance, ...]


def take_apart(
    schema: Component, data: Mapping[str, object], *, moves: bool, without: Collection[str] = ()
) -> FormBeside:
    """`moves`: whether telling fields leave the form; those of `without` are said elsewhere on the page and left out.

    A field that shows on a condition about others stays where the browser decides about it, and so does everything in a
    list of rows. The answers do not change by it: nobody fills these fields.
    """
    kept: list[Component] = []
    told: list[ToldField] = []
    guidance: list[Guidance] = []
    opening = ""
    listed = schema.get("components")
    for place, found in enumerate(listed if isinstance(listed, list) else []):
        component = mapping(found)
        key = text(component.get("key"))
        if place == 0 and _is_opening(component):
            opening = _split_heading(component)[1]
        elif _guides(component):
            guidance.append(Guidance(*_split_heading(component)))
        elif _tells(component) and (moves or key in without):
            value = data.get(key)
            if key not in without and value not in (None, ""):
                told.append(ToldField(key, text(component.get("label")), str(value)))
        else:
            kept.append(component)
    return FormBeside({**schema, "components": kept}, opening, tuple(told), tuple(guidance))


def _is_opening(component: Component) -> bool:
    return component.get("type") == "text" and text(component.get("text")).startswith(HEADING)


def _guides(component: Component) -> bool:
    return component.get("type") == "text" and GUIDANCE in mapping(component.get("properties"))


def _split_heading(component: Component) -> tuple[str, str]:
    """The first line without its marks, and what follows it."""
    heading, _, words = text(component.get("text")).partition("\n")
    return heading.lstrip("# ").strip(), words.strip()


def _tells(component: Component) -> bool:
    key = text(component.get("key"))
    hide = text(mapping(component.get("conditional")).get("hide"))
    asked = set(_NAME.findall(hide)) - _WORDS_OF_FEEL
    is_telling = component.get("readonly") is True and component.get("type") in _TELLING
    return bool(key) and is_telling and asked <= {key}
