"""The same thing done by several people at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier


def at_once(count: int, do: Callable[[], object]) -> list[object]:
    """What each of `count` threads got that began together."""
    start = Barrier(count)

    def wait_and_do(_: int) -> object:
        start.wait(20)
        return do()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(wait_and_do, range(count)))
