"""A process around one activity with a loop, for tests."""

from __future__ import annotations

from tests.engine.diagrams import (
    chain,
    diagram,
    process,
    service,
    start,
)
from tests.engine.driver import Driver

NAMES = {"input_element": "item", "output_collection": "results", "output_element": "=answer"}


def around(engine: Driver, element: str, *more: str, around: str = "") -> None:
    """Start, the activity `x` with its loop, a service task `after`."""
    parts = (start(), element, service("after"), *more, chain("start", "x", "after"))
    engine.deploy(diagram(around, process("p", *parts)))
