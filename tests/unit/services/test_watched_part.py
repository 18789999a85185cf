"""A part of the office that is looked at beside the caller."""

from __future__ import annotations

import threading
import time

import pytest

from services.health import watched_part
from services.health.watched_part import Look, PartStatus, WatchedPart


def test_an_old_look_does_not_speak_for_a_part_whose_new_one_is_not_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A watchdog that asks seldom would read `ok` of a part that is frozen."""
    goes_on = threading.Event()
    goes_on.set()

    def look() -> Look:
        goes_on.wait(30)
        return Look(serves=True)

    part = WatchedPart("engine", look, fresh_seconds=0.0)
    part.begin()
    assert part.part(time.monotonic() + 10).status is PartStatus.OK
    goes_on.clear()
    part.begin()
    assert part.part(time.monotonic()).status is PartStatus.OK, "it was seen a moment ago"
    monkeypatch.setattr(watched_part, "_OLD_AFTER", 0.0)
    assert part.part(time.monotonic()).status is PartStatus.SILENT
    goes_on.set()
    assert part.part(time.monotonic() + 10).status is PartStatus.OK
