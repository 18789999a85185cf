"""Random processes on random paths, with and without a restart after each step."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.engine_random.walking import walk

SEEDS = range(1, 201)
FLOOR = 20
KINDS = (
    "service",
    "user",
    "receive",
    "sub",
    "call",
    "choice",
    "fork",
    "throw",
    "terminate race",
    "terminated element",
    "interrupting duration",
    "interrupting date",
    "interrupting escalation",
    "non-interrupting duration",
    "non-interrupting date",
    "non-interrupting escalation",
    "depth 0",
    "depth 1",
    "depth 2",
)


@pytest.mark.parametrize("restarts", [False, True], ids=["one core", "a fresh core before each step"])
def test_random_processes_go_as_their_blocks_say(restarts: bool):
    """Also with a core that is loaded from the rows before each step."""
    counts: Counter[str] = Counter()
    for seed in SEEDS:
        try:
            counts += walk(seed, restarts=restarts)
        except AssertionError as difference:
            raise AssertionError(f"seed {seed}: {difference}") from difference
    print(f"seeds {SEEDS.start}..{SEEDS.stop - 1}:", dict(sorted(counts.items())))
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < FLOOR} == {}
