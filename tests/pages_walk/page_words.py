"""What a person reads on a page: texts, names for screen readers, hints, options, and the form that its script draws.

Words that people of the case wrote may be in any language; templates mark them by the class `raw` or, inside a line, by
`data-written`, and they are left out; so are drawn codes and passwords.
Machine names stand in `code` elements and are kept apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Words of people; a drawn code or password to be handed over.
_NO_WORDS = frozenset({"raw", "receipt-code"})
_UNREAD = frozenset({"script", "style", "template"})
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_READ_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "data-label")
_FORM_BLOCK = "task-form-data"
_COMPONENT_TEXTS = ("label", "dateLabel", "timeLabel", "description", "text")
# The words of a form's field are a person's own only where he types whole sentences.
_SHOWN_AS_IT_IS = frozenset({"textfield", "textarea", "number"})


@dataclass(frozen=True, slots=True)
class Said:
    """One text, and the innermost element or field that says it; `is_machine` inside `code`."""

    text: str
    where: str
    is_machine: bool = False


def read_page(html: str) -> list[Said]:
    """Everything that a page says, in its order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [*reader.said, *_read_form(reader.form)]


@dataclass
class _Open:
    tag: str
    is_written: bool
    id: str | None


@dataclass
class _Reader(HTMLParser):
    said: list[Said] = field(default_factory=list)
    form: str = ""
    _open: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in _READ_ATTRIBUTES:
            if text := given.get(name):
                self.said.append(Said(text, f"{tag}[{name}]", is_machine=tag == "code"))
        if tag not in _VOID:
            classes = (given.get("class") or "").split()
            is_written = "data-written" in given or any(name in _NO_WORDS for name in classes)
            self._open.append(_Open(tag, is_written, given.get("id")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].id == _FORM_BLOCK:
            self.form += data
        tags = {element.tag for element in self._open}
        if data.strip() and not tags & _UNREAD and not any(element.is_written for element in self._open):
            where = self._open[-1].tag if self._open else "page"
            self.said.append(Said(" ".join(data.split()), where, is_machine="code" in tags))


def _read_form(block: str) -> Iterator[Said]:
    if block:
        form = json.loads(block)
        yield from _read_components(form["schema"], form["data"])


def _read_components(parent: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[Said]:
    for component in parent.get("components", ()):
        kind, key = component["type"], component.get("key") or component.get("path") or component.get("id")
        texts = [component.get(name) for name in _COMPONENT_TEXTS]
        texts += [option["label"] for option in _options(component, data)]
        if kind in _SHOWN_AS_IT_IS:
            texts.append(data.get(key))
        yield from (Said(str(text), f"{kind} {key}") for text in texts if text is not None)
        for row in data.get(component.get("path")) or [{}] if kind == "dynamiclist" else [data]:
            yield from _read_components(component, row)


def _options(component: Mapping[str, Any], data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return component.get("values") or data.get(str(component.get("valuesKey"))) or []
