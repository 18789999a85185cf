"""One part beside a form: its name and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass

from services.extracts.scene import Scene
from services.tasks.extract import Extract


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Part:
    """`read` gives what its template draws, None where there is nothing to show.

    `instead_of` are fields of a form that only tell and whose words stand in this part already.
    """

    name: Extract
    read: Callable[[Scene], object | None]
    instead_of: frozenset[str] = frozenset()
