"""What single things raise while the others have their turn: the first is raised when all have had it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from models.ground.away import AWAY


class Faults:
    """Of one round. What is AWAY says nothing of the one thing that is being worked on, and is raised at once."""

    def __init__(self, *of_one_alone: type[Exception]) -> None:
        """`of_one_alone`: what is kept although it is AWAY."""
        self._of_one_alone = of_one_alone
        self._kept: list[Exception] = []

    @property
    def number(self) -> int:
        """How many things have failed."""
        return len(self._kept)

    @contextmanager
    def of_one(self, tell: Callable[[Exception], None] | None = None) -> Iterator[None]:
        """Around one thing: what it raises is kept, and told at once by `tell`; then the next one has its turn."""
        try:
            yield
        except Exception as fault:
            if isinstance(fault, AWAY) and not isinstance(fault, self._of_one_alone):
                raise
            if tell is not None:
                tell(fault)
            self._kept.append(fault)

    def raise_first(self) -> None:
        """When all have had their turn; nothing where none failed."""
        if self._kept:
            raise self._kept[0]
