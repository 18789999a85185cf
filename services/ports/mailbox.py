"""A mailbox of the office on a mail server."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FetchedMail:
    """A message in its own bytes; `is_cut`: it is larger than asked for, and these are its first ones."""

    raw: bytes
    is_cut: bool = False


class Mailbox(Protocol):
    """What comes in there is taken out when it was taken in."""

    def fetch(self, take: Callable[[FetchedMail], None], *, most: int, largest: int) -> int:
        """Hand over up to `most` messages, each whole up to `largest` bytes, and put each away once `take` came back.

        How many were put away. One at which `take` fails stays there, the others go on, and its fault is raised at the end, but
        what is AWAY at once. OutsideUnavailable while the server is away or refuses; what was not put away comes again.
        """
