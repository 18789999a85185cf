"""What happens between two slices of a loop, at every cut, changes nothing of how it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.core.commands import (
    ActivateJobs,
    CancelInstance,
    CompleteJob,
    CorrelateMessage,
    PublishMessage,
    SetVariables,
    ThrowError,
)
from engine.state.job import Job
from tests.engine.slicing import ALL_AT_ONCE, ENOUGH, Make, Sliced

ROOM = 2
ITEMS = (1, 1, 1, 1, 1, 1, 1)
Act = Callable[[Sliced, int], str]


def nothing(_engine: Sliced, _key: int) -> str:
    return "done"


def answer_first(engine: Sliced, _key: int) -> str:
    return engine.ask(CompleteJob(engine.job_of(1), {"answer": 1}))


def answer_two(engine: Sliced, key: int) -> str:
    return answer_first(engine, key) + engine.ask(CompleteJob(engine.job_of(2), {"answer": 2}))


def answer_enough(engine: Sliced, _key: int) -> str:
    return engine.ask(CompleteJob(engine.job_of(2), {"answer": ENOUGH}))


def throw(engine: Sliced, _key: int) -> str:
    return engine.ask(ThrowError(engine.job_of(1), "E"))


def stop(engine: Sliced, _key: int) -> str:
    return engine.ask(PublishMessage("stop", "k"))


def note(engine: Sliced, _key: int) -> str:
    return engine.ask(PublishMessage("note", "k"))


def correlate(engine: Sliced, _key: int) -> str:
    return engine.ask(CorrelateMessage("stop", "k"))


def cancel(engine: Sliced, key: int) -> str:
    engine.ask(CancelInstance(key))
    return "done"


def terminate(engine: Sliced, _key: int) -> str:
    (job,) = (job for job in engine.rows(Job) if job.type == "other")
    return engine.ask(CompleteJob(job.key))


def shorten(engine: Sliced, key: int) -> str:
    """The input collection is read once."""
    return engine.ask(SetVariables(key, {"items": [1]}))


def kill(engine: Sliced, _key: int) -> str:
    engine.restart()
    return "done"


def look_for_work(engine: Sliced, _key: int) -> str:
    jobs = engine.run(ActivateJobs("x", "w", 1, 1)).jobs
    engine.advance(2)
    return "some" if jobs else "none"


ACTS: tuple[Act, ...] = (
    nothing,
    answer_first,
    answer_two,
    answer_enough,
    throw,
    stop,
    note,
    correlate,
    cancel,
    terminate,
    kill,
)


# What ends the loop, slice by slice; what stands behind it begins when the last instance has ended.
ENDS: tuple[Act, ...] = (answer_enough, throw, stop, correlate, cancel, terminate)
# What ends the whole case, and so also what has not begun yet.
LAST_WORDS: tuple[Act, ...] = (cancel, terminate)
PAIRS = [
    (first, second)
    for first in (*ACTS, shorten)
    for second in ACTS
    if first not in ENDS or second not in LAST_WORDS
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_whatever_happens_while_a_loop_is_entered_it_ends_as_without_slices(
    make: Make, first: Act, second: Act
) -> None:
    """EN-9: two acts at every pair of cuts; items are only asked for that have been entered everywhere."""
    whole = make(ALL_AT_ONCE)
    whole_key = whole.begin(*ITEMS)
    wanted = [act(whole, whole_key) for act in (first, second)]
    whole.finish()
    for cut in range(4):
        sliced = make(ROOM)
        key = sliced.begin(*ITEMS)
        sliced.go_on(cut)
        assert len(sliced.entered()) == min(ROOM * (cut + 1), len(ITEMS))
        seen = [first(sliced, key)]
        sliced.go_on(cut % 2)
        seen.append(second(sliced, key))
        sliced.finish()
        assert (seen, sliced.seen(key)) == (wanted, whole.seen(whole_key)), f"cut {cut}"


@pytest.mark.parametrize("second", [act for act in (*ACTS, look_for_work) if act not in LAST_WORDS])
@pytest.mark.parametrize("first", ENDS)
def test_whatever_happens_while_a_loop_is_ended_it_ends_as_without_slices(
    make: Make, first: Act, second: Act
) -> None:
    """EN-9: what is not ended yet is out of reach as if it were."""
    whole = make(ALL_AT_ONCE)
    whole_key = whole.begin(*ITEMS)
    wanted = [act(whole, whole_key) for act in (first, second)]
    whole.finish()
    for cut in range(4):
        sliced = make(ROOM)
        key = sliced.begin(*ITEMS)
        sliced.go_on()
        seen = [first(sliced, key)]
        sliced.go_on(cut)
        seen.append(second(sliced, key))
        sliced.finish()
        assert (seen, sliced.seen(key)) == (wanted, whole.seen(whole_key)), f"cut {cut}"


@pytest.mark.parametrize("second", LAST_WORDS)
@pytest.mark.parametrize("first", ENDS)
def test_case_that_is_ended_while_its_loop_ends_leaves_nothing(make: Make, first: Act, second: Act) -> None:
    """EN-9: what stands behind the loop may not have begun."""
    for cut in range(4):
        sliced = make(ROOM)
        key = sliced.begin(*ITEMS)
        sliced.go_on()
        first(sliced, key)
        sliced.go_on(cut)
        second(sliced, key)
        sliced.finish()
        seen = sliced.seen(key)
        assert (seen["open"], seen["loops"]) == ([0, 0, 0], None)
        assert seen["state"] in ("COMPLETED", "TERMINATED")
