"""A folder that scanners and other programs of the office put files into."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file by the name that it had there, with the SHA-256 of all of it, in hex.

    `is_cut`: it is larger than asked for, and `raw` is its beginning.
    """

    name: str
    raw: bytes
    sha256: str
    is_cut: bool = False


class DropFolder(Protocol):
    """What is put there is taken out when it was taken in."""

    def empty(self, take: Callable[[DroppedFile], None], *, most: int, largest: int) -> int:
        """Hand over up to `most` files that are whole, up to `largest` bytes of each, and put each away once `take` came back.

        How many were put away. A file that is still being written is waited for. OutsideUnavailable while the folder is away
        or may not be written; what was not put away comes again. A file at which `take` fails stays there, the others go on,
        and its fault is raised at the end, but what is AWAY at once.
        """
