"""Looks that repeat leave the machine to those who work."""

from __future__ import annotations

import asyncio

import pytest

from workers.hardened.repeats import Repeats, seconds_to_rest


@pytest.mark.parametrize("took", [0.001, 0.04, 0.5, 8.0])
def test_a_look_uses_a_fifth_of_the_time_at_most_and_is_never_hasty(took: float) -> None:
    rest = seconds_to_rest(0.2, took)
    assert took / (took + rest) <= 0.2
    assert rest >= 0.2


def test_a_step_that_fails_holds_up_no_other_and_one_that_reads_on_ends_with_the_process() -> None:
    did: list[str] = []

    def fail() -> int:
        did.append("failed")
        raise ValueError

    async def run() -> float:
        stop = asyncio.Event()
        repeats = Repeats(stop, threads=3)

        def read_on() -> int:
            did.append("reads")
            while not repeats.is_ending():
                continue
            did.append("ended")
            return 0

        def count() -> int:
            did.append("counted")
            return 0 if did.count("counted") < 3 else stop_soon()

        def stop_soon() -> int:
            loop.call_soon_threadsafe(stop.set)
            return 0

        loop = asyncio.get_running_loop()
        began = loop.time()
        steps = [("fail", fail), ("read", read_on), ("count", count)]
        async with asyncio.timeout(10):
            await asyncio.gather(*(repeats.repeat(name, step, 0.001) for name, step in steps))
        repeats.let_go()
        return loop.time() - began

    assert asyncio.run(run()) < 10
    assert did.count("counted") >= 3
    assert {"failed", "reads", "ended"} <= set(did)
