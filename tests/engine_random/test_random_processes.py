"""Random processes on random paths, with and without a restart after each step."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.engine_random.walking import cancel, walk

SEEDS = range(1, 301)
# A restart before each step costs more than the step: fewer ways, and fewer times each kind.
RESTARTED = range(1, 111)
CANCELLED = range(1, 121)
_EVENTS = ("duration", "date", "message", "escalation")
KINDS = (
    *("service", "send", "user", "receive", "catch", "pause", "say", "sub", "call"),
    *("script", "decision", "looped task", "looped sub", "looped call"),
    *(
        "exclusive choice",
        "inclusive choice",
        "fork",
        "throw",
        "link",
        "race won by message",
        "race won by timer",
    ),
    *("terminate race", "terminated element", "interrupting error", "interrupting error aside"),
    *(f"interrupting {event}" for event in _EVENTS),
    *(f"non-interrupting {event}" for event in (*_EVENTS, "cycle")),
    *(f"interrupting {event} aside" for event in _EVENTS),
    *(f"non-interrupting {event} aside" for event in (*_EVENTS, "cycle")),
    *("depth 0", "depth 1", "depth 2"),
)


@pytest.mark.parametrize(
    ("restarts", "seeds", "floor"),
    [(False, SEEDS, 20), (True, RESTARTED, 3)],
    ids=["one core", "a fresh core before each step"],
)
def test_random_processes_go_as_their_blocks_say(restarts: bool, seeds: range, floor: int):
    """Also with a core that is loaded from the rows before each step; each kind occurs `floor` times at least."""
    counts: Counter[str] = Counter()
    for seed in seeds:
        try:
            counts += walk(seed, restarts=restarts)
        except AssertionError as difference:
            raise AssertionError(f"seed {seed}: {difference}") from difference
    print(f"seeds {seeds.start}..{seeds.stop - 1}:", dict(sorted(counts.items())))
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < floor} == {}


def test_a_cancelled_process_leaves_nothing_behind():
    """In whatever stage it is, also in called instances and behind boundary events."""
    ended = 0
    for seed in CANCELLED:
        try:
            ended += cancel(seed)
        except AssertionError as difference:
            raise AssertionError(f"seed {seed}: {difference}") from difference
    print(f"seeds {CANCELLED.start}..{CANCELLED.stop - 1}: {ended} elements ended by cancelling")
    assert ended > len(CANCELLED)
