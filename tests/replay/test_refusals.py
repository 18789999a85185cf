"""What a story says the office must refuse: refused for the told reason, and nothing of it remains."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deploy.replay.page_reading import StepRefused
from deploy.replay.refusals import NotRefused, expected_words, refusal_expected
from deploy.replay.samples import Step
from tests.replay.test_expressible import step_of

ANSWER = 'POST /cases/1/acts/request-extension: 409 {"code": "EXTENSION_USED", "message": "不能再次延期"}'
FILE = {"stage": "investigation", "clocks": [{"rung": "within", "due_at": "2026-10-16"}], "next_due_at": "a"}


def expecting(*words: str) -> Step:
    return replace(step_of("W1", "accept")[0], expect_refusal=words)


def try_step(step: Step, error: Exception | None, after: dict[str, object] | None = None) -> None:
    files = [FILE, FILE if after is None else after]
    with refusal_expected(step, lambda: files.pop(0)):
        if error is not None:
            raise error


@pytest.mark.parametrize(
    "words", [("EXTENSION_USED",), ("不能再次延期",), ("OTHER", "不能再次延期"), ("any",)]
)
def test_a_step_that_is_refused_as_told_is_in_order(words: tuple[str, ...]) -> None:
    """ST-18: a code, words of the message, a list of which one suffices, or any refusal."""
    try_step(expecting(*words), StepRefused(ANSWER))


def test_a_step_that_is_taken_though_it_must_be_refused_is_a_difference() -> None:
    """ST-18."""
    with pytest.raises(NotRefused, match="taken"):
        try_step(expecting("any"), None)


def test_a_refusal_for_another_reason_is_a_difference() -> None:
    with pytest.raises(NotRefused, match="otherwise"):
        try_step(expecting("RECUSED"), StepRefused(ANSWER))


def test_a_refusal_that_leaves_something_of_the_step_is_a_difference() -> None:
    """Clocks that move on with the moment are no remains."""
    later = {**FILE, "next_due_at": "b", "clocks": [{"rung": "near", "due_at": "2026-10-16"}]}
    try_step(expecting("any"), StepRefused(ANSWER), later)
    with pytest.raises(NotRefused, match="remains: clocks, stage"):
        try_step(expecting("any"), StepRefused(ANSWER), {**FILE, "stage": "disposal", "clocks": []})


def test_a_step_that_expects_nothing_is_refused_as_ever() -> None:
    with pytest.raises(StepRefused, match="409"):
        try_step(step_of("W1", "accept")[0], StepRefused(ANSWER))


def test_a_finding_that_is_tried_too_early_is_held_with_the_day() -> None:
    """The office says until when, in either spelling."""
    step = step_of("W8", "findings_attempt")[0]
    assert expected_words(step) == ("2026-12-07", "12月7日")
    try_step(step, StepRefused("422 陈述期到12月7日为止"))
    with pytest.raises(NotRefused):
        try_step(step, StepRefused("no open task record-findings for xun.wenshi"))
