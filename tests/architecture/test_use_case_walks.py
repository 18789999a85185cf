"""Who reads a use case down to its rows passes few rooms, and none of them twice (HS-11, HS-31).

A walk follows the imports from the file of the use case, one room to the next below. Who acts, the transaction and the ports
stand under everything and are not counted. Submitting reaches all forms by their table, so its ways are counted, not the
rooms of all of them together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pytest

from tests.architecture.service_rooms import find_room, imports_of_rooms

USE_CASES = {
    "file a complaint": "services.filing.file_complaint",
    "submit a task": "services.worklist.submit_task",
    "check a clock": "services.watch.check_clock",
    "publish the answer": "services.answer.publish_answer",
}
MOST_ROOMS = 6
UNDER_EVERYTHING = {"actor", "unit_of_work", "ports"}

Imports = Mapping[str, Sequence[str]]


@cache
def imports_of_all() -> Imports:
    """Read when a test asks: every process of a run collects all tests and runs a third of them."""
    return {
        module: [name for name in names if name != module] for module, names in imports_of_rooms().items()
    }


def counted(module: str, imports: Imports) -> Iterator[str]:
    """What a module imports of the services, without what stands under everything."""
    for name in imports.get(module, ()):
        if name in imports and find_room(name) not in UNDER_EVERYTHING:
            yield name


def reached_from(modules: Sequence[str], imports: Imports) -> set[str]:
    seen: set[str] = set()
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting += counted(module, imports)
    return seen


def longest_way(module: str, imports: Imports, known: dict[str, list[str]]) -> list[str]:
    """The way down that passes most rooms; the ways must not return (see `returns`)."""
    if module not in known:
        room = str(find_room(module))
        known[module] = [room]
        for name in counted(module, imports):
            below = longest_way(name, imports, known)
            way = below if below[0] == room else [room, *below]
            if len(way) > len(known[module]):
                known[module] = way
    return known[module]


def returns(module: str, imports: Imports) -> list[str]:
    """Rooms that a way leaves and comes back to."""
    found = []
    for start in reached_from([module], imports):
        room = find_room(start)
        outside = [name for name in counted(start, imports) if find_room(name) != room]
        back = sorted(name for name in reached_from(outside, imports) if find_room(name) == room)
        found += [f"{start} comes back by {name}" for name in back]
    return found


@pytest.mark.parametrize("use_case", USE_CASES)
def test_a_use_case_passes_at_most_six_rooms_and_none_twice(use_case: str) -> None:
    """HS-11, HS-31: to the row, to the clock and to the outbox."""
    module = USE_CASES[use_case]
    imports = imports_of_all()
    assert module in imports, "the use case stands there"
    assert len(reached_from([module], imports)) > 5, "the imports were walked"
    assert returns(module, imports) == []
    way = longest_way(module, imports, {})
    assert len(way) <= MOST_ROOMS, " > ".join(way)


@pytest.mark.parametrize(
    ("use_case", "most"), [("file a complaint", 11), ("check a clock", 6), ("publish the answer", 6)]
)
def test_all_ways_of_a_use_case_together_stay_within_sight(use_case: str, most: int) -> None:
    """HS-31: filing writes the identity, the files, the limit, the start of the run, whom alone the case is for and what
    a person is asked about that, each by the
    room that owns it.
    """
    rooms = {find_room(module) for module in reached_from([USE_CASES[use_case]], imports_of_all())}
    assert len(rooms) <= most, sorted(str(room) for room in rooms)


def test_a_seventh_room_and_a_return_are_found() -> None:
    down = [f"services.room{number}.file" for number in range(7)]
    chain = {module: down[place + 1 : place + 2] for place, module in enumerate(down)}
    assert len(longest_way(down[0], chain, {})) == 7
    assert returns(down[0], chain) == []
    chain[down[6]] = ["services.room0.other"]
    chain["services.room0.other"] = []
    assert returns(down[0], chain) == [f"{down[0]} comes back by services.room0.other"]
