"""A look at something that goes on record when it is seen: first the page is made, then the record, then the page leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Shown = TypeVar("Shown")
Page = TypeVar("Page")


@dataclass(frozen=True, slots=True)
class Look(Generic[Shown]):
    """What a person may see; nothing is on record until it is handed out."""

    _shown: Shown
    _record: Callable[[], None]

    def hand_out(self, page: Callable[[Shown], Page]) -> Page:
        """The page made of it.

        That it was seen is committed once the page is made and before it is returned: a page that could not be made
        was seen by nobody, and one whose record could not be written is not handed out.
        """
        made = page(self._shown)
        self._record()
        return made
