"""Steps that the office must refuse: it says the expected word, and nothing of the step remains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from deploy.replay.page_reading import StepRefused
from deploy.replay.samples import Step

ANY = "any"
# They tell of the moment at which the file is read.
_OF_THE_MOMENT = frozenset({"clock_state", "next_due_at", "rung", "announced"})

Read = Callable[[], Mapping[str, Any]]


class NotRefused(StepRefused):
    """The office took what it must refuse, refused it for another reason, or kept a part of it. (应拒未拒。)"""


@contextmanager
def refusal_expected(step: Step, read: Read) -> Iterator[None]:
    """Within it the step is tried; raises NotRefused unless it is refused as told and leaves nothing behind.

    A step without an expected refusal is just taken.
    """
    expected = expected_words(step)
    if not expected:
        yield
        return
    before = without_moment(read())
    try:
        yield
    except NotRefused:
        raise
    except StepRefused as refusal:
        if not is_told(str(refusal), expected):
            raise NotRefused(f"refused otherwise than told ({', '.join(expected)}): {refusal}") from refusal
    else:
        raise NotRefused(f"taken, though it must be refused ({', '.join(expected)})")
    kept = sorted(_differing(before, without_moment(read())))
    if kept:
        raise NotRefused(f"refused, but something of it remains: {', '.join(kept)}")


def expected_words(step: Step) -> tuple[str, ...]:
    """What the office may say when it refuses the step, as it must; empty for a step that it must take.

    A finding that is tried too early is held, and the office says until when.
    """
    if step.action == "findings_attempt" and step.expect_refusal is None:
        return _days_in_words(str(step.data.get("until") or "")) or (ANY,)
    return step.expect_refusal or ()


def _days_in_words(day: str) -> tuple[str, ...]:
    if not day:
        return ()
    told = date.fromisoformat(day)
    return (day, f"{told.month}月{told.day}日")


def is_told(refusal: str, expected: tuple[str, ...]) -> bool:
    """Whether the office's words hold one of those expected."""
    return any(word == ANY or word in refusal for word in expected)


def without_moment(file: Any) -> Any:
    """What stands in the file whenever it is read."""
    if isinstance(file, Mapping):
        return {key: without_moment(value) for key, value in file.items() if key not in _OF_THE_MOMENT}
    return [without_moment(row) for row in file] if isinstance(file, list) else file


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
