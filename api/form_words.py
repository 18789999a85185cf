"""Texts of a deployed form in the person's language, by a catalogue of form id, key and property.

Forms are drawn in Chinese and owners change them in Modeler. The catalogue keeps beside each text the Chinese that was
translated; where the form says something else by now, its own text is shown rather than an old translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel.messages.pofile import read_po

from api.i18n import LANGUAGES, catalogue_files, language

Component = dict[str, Any]
_TEXTS = ("label", "description", "text", "content", "alt")
_ADORNERS = ("prefixAdorner", "suffixAdorner")
# Their fields stand in the answers below their own key.
_NESTING = frozenset({"dynamiclist", "group"})


@dataclass(frozen=True, slots=True)
class FormText:
    """One text: `place` is `form-id/key/.../property`, `holder` the part of the schema that has it under `name`."""

    place: str
    holder: dict[str, Any]
    name: str

    @property
    def text(self) -> str:
        """As the form has it."""
        return str(self.holder[self.name])


def list_form_texts(schema: Mapping[str, Any]) -> Iterator[FormText]:
    """Every text of a form that a person reads; what an expression makes is none."""
    for component in schema.get("components", ()):
        yield from _texts_of(component, str(schema.get("id")))


def in_own_words(schema: Component | None) -> Component | None:
    """The schema with its texts in the language of this request; the same one in Chinese, or without a form."""
    known = _translations(language())
    if schema is None or not known:
        return schema
    own = deepcopy(schema)
    for found in list_form_texts(own):
        source, translated = known.get(found.place, ("", ""))
        if source == found.text:
            found.holder[found.name] = translated
    return own


def _texts_of(component: Component, above: str) -> Iterator[FormText]:
    own = f"{above}/{component.get('key') or component.get('path') or component.get('id')}"
    for name in _TEXTS:
        yield from _text_at(component, name, f"{own}/{name}")
    for option in component.get("values", ()):
        yield from _text_at(option, "label", f"{own}/values/{option.get('value')}")
    yield from _text_at(component.get("validate") or {}, "patternErrorMessage", f"{own}/patternErrorMessage")
    for name in _ADORNERS:
        yield from _text_at(component.get("appearance") or {}, name, f"{own}/{name}")
    below = own if component.get("type") in _NESTING else above
    for child in component.get("components", ()):
        yield from _texts_of(child, below)


def _text_at(holder: dict[str, Any], name: str, place: str) -> Iterator[FormText]:
    text = holder.get(name)
    if isinstance(text, str) and text.strip() and not text.startswith("="):
        yield FormText(place, holder, name)


@cache
def _translations(chosen: str) -> dict[str, tuple[str, str]]:
    """By place: the Chinese that was translated, and the translation."""
    found: dict[str, tuple[str, str]] = {}
    for path in catalogue_files(chosen, "forms*.po"):
        with path.open("rb") as file:
            rows = read_po(file, locale=LANGUAGES[chosen])
        found.update({str(m.context): (str(m.id), str(m.string)) for m in rows if m.context and m.string})
    return found
