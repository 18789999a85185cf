"""What readers can find out of numbers that add up: how far each may be another one while all that is known stays true.

Numbers of a table over months are flows: from the root down each row (year, half-year, quarter, month), from each month of a row
into the sum of that month, and back to the root. What is known of a number bounds its arc. A number may be another one exactly
where the difference can take other ways round (the greatest flow through what is left of the arcs); bounds are whole numbers, so
the answer is exact, for readers who add and subtract whatever is published.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

Node = tuple[str, ...]
ROOT: Node = ("",)


@dataclass(slots=True)
class Arc:
    """A number as it is, and the least and the most that readers must think possible; `most` None is without end."""

    start: Node
    end: Node
    flow: int
    least: int
    most: int | None

    def room(self, *, is_forward: bool) -> int:
        """By how much it may grow, or shrink."""
        if not is_forward:
            return self.flow - self.least
        return _ENDLESS if self.most is None else self.most - self.flow


_ENDLESS = 1 << 40
_Step = tuple[Arc, bool]


@dataclass(slots=True)
class Network:
    """All numbers of one table; flows of its arcs are the truth and agree with their bounds."""

    arcs: list[Arc] = field(default_factory=list)
    _around: dict[Node, list[_Step]] = field(default_factory=dict)

    def add(self, arc: Arc) -> None:
        """Another number."""
        self.arcs.append(arc)
        self._around.setdefault(arc.start, []).append((arc, True))
        self._around.setdefault(arc.end, []).append((arc, False))

    def can_be_between(self, arc: Arc, least: int, most: int) -> bool:
        """Whether readers must think each number from `least` to `most` possible for it; the truth lies between."""
        return (
            arc.least <= least
            and (arc.most is None or arc.most >= most)
            and self._can_push(arc.start, arc.end, arc.flow - least, arc)
            and self._can_push(arc.end, arc.start, most - arc.flow, arc)
        )

    def _can_push(self, start: Node, end: Node, amount: int, without: Arc) -> bool:
        """Whether so much finds other ways; all flows are as before when it returns."""
        taken: list[tuple[Arc, int]] = []
        left = amount
        while left > 0:
            way = self._find_way(start, end, without)
            if way is None:
                break
            size = min(left, *(arc.room(is_forward=ahead) for arc, ahead in way))
            for arc, ahead in way:
                change = size if ahead else -size
                arc.flow += change
                taken.append((arc, change))
            left -= size
        for arc, change in taken:
            arc.flow -= change
        return left <= 0

    def _find_way(self, start: Node, end: Node, without: Arc) -> list[_Step] | None:
        came: dict[Node, tuple[Node, _Step] | None] = {start: None}
        waiting = deque([start])
        while waiting and end not in came:
            node = waiting.popleft()
            for arc, ahead in self._around.get(node, ()):
                other = arc.end if ahead else arc.start
                if other not in came and arc is not without and arc.room(is_forward=ahead) > 0:
                    came[other] = (node, (arc, ahead))
                    waiting.append(other)
        return [*_walk_back(came, end)] if end in came else None


def _walk_back(came: dict[Node, tuple[Node, _Step] | None], end: Node) -> Iterator[_Step]:
    step = came[end]
    while step is not None:
        node, taken = step
        yield taken
        step = came[node]
