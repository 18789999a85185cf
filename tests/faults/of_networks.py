"""Faults between the office and its engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.proxy import Mood
from tests.faults.scene import Fault, Scene


def between(name: str, mood: Mood) -> Fault:
    """The connection to gRPC or REST is in this mood for a while."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        proxy = scene.proxies[name]
        met = proxy.met
        proxy.set(mood)
        yield
        proxy.set(Mood.PASS)
        assert proxy.met > met, "nobody met it"

    return fault
