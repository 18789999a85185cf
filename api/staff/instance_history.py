"""The history of an instance as the reader asks for it: by kind, state, step and words, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.i18n import code_text
from api.task_names import element_name
from services.ports.monitor import ElementInstanceView
from services.views.page import Page, page_of

ROWS = 50
STATES = ("ACTIVE", "COMPLETED", "TERMINATED")
FILTERS = ("kind", "state", "element", "words")


@dataclass(frozen=True, slots=True)
class History:
    """A page of the steps that meet the filter, newest first; and what there is to choose from."""

    chosen: Mapping[str, str]
    page: Page[ElementInstanceView]
    kinds: tuple[str, ...]
    elements: tuple[tuple[str, str], ...]

    @property
    def is_filtered(self) -> bool:
        """Whether anything is chosen."""
        return any(self.chosen.values())


def filter_history(elements: Sequence[ElementInstanceView], asked: Mapping[str, str], number: int) -> History:
    """What does not narrow is no filter; words are looked for in the names of steps and kinds, and in ids."""
    chosen = {name: asked.get(name, "").strip() for name in FILTERS}
    names = {
        item.element_id: element_name(item.element_id, item.element_name, item.element_type)
        for item in elements
    }
    met = [item for item in reversed(elements) if _meets(item, chosen, names)]
    return History(
        chosen=chosen,
        page=page_of(met, number, ROWS),
        kinds=tuple(dict.fromkeys(item.element_type for item in elements)),
        elements=tuple(names.items()),
    )


def _meets(item: ElementInstanceView, chosen: Mapping[str, str], names: Mapping[str, str]) -> bool:
    exact = (
        (chosen["kind"], item.element_type),
        (chosen["state"], item.state),
        (chosen["element"], item.element_id),
    )
    if any(asked and asked != own for asked, own in exact):
        return False
    told = f"{names[item.element_id]} {item.element_id} {code_text('element_type', item.element_type)}".casefold()
    return all(word in told for word in chosen["words"].casefold().split())
