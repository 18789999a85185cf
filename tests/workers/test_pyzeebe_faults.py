"""Faults of pyzeebe 4.7.0, each by one script: plain pyzeebe shows it, the product's worker does not.

Where the first half of a test fails, pyzeebe has mended the fault and the named guard can go.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from datetime import UTC, datetime

import grpc
import pytest
import structlog
from pyzeebe import Job

from tests.free_ports import free_ports
from tests.workers.misbehaving_gateway import MisbehavingGateway, serving
from tests.workers.probe_workers import happens, hardened, plain_pyzeebe
from workers.hardened import job_poller
from workers.hardened.back_off import BackOff
from workers.hardened.job_route import JobRoute, RouteKind
from workers.hardened.job_worker import JobWorker, WorkerOptions, WorkerStuck
from workers.hardened.once_a_minute import OnceAMinute
from workers.hardened.outcome import Incident

PYZEEBES_NAP_SECONDS = 5


def done(job: Job) -> dict[str, object]:
    return {}


@pytest.fixture
def gateway() -> MisbehavingGateway:
    return MisbehavingGateway()


@pytest.fixture(autouse=True)
def quiet() -> None:
    logging.getLogger("pyzeebe").setLevel(logging.CRITICAL)


@pytest.fixture
def short_naps(monkeypatch: pytest.MonkeyPatch) -> None:
    """pyzeebe sleeps 5 s after a failed poll; the fault is the counter, so the test does not wait for the naps."""
    real = asyncio.sleep

    async def nap(seconds: float, result: object = None) -> object:
        return await real(min(seconds, 0.01), result)

    monkeypatch.setattr("pyzeebe.worker.job_poller.asyncio.sleep", nap)


async def test_p1_worker_polls_on_after_ten_failed_polls(
    gateway: MisbehavingGateway, short_naps: None
) -> None:
    """P1: errors are counted for ever by pyzeebe, and the tenth ends polling while work() goes on. Guard: retries -1."""
    gateway.poll_faults = [grpc.StatusCode.UNAVAILABLE] * 10
    async with serving(gateway) as address:
        async with plain_pyzeebe(address, done) as running:
            assert await happens(lambda: gateway.seen.polls >= 10)
            gateway.waiting = [1]
            assert not await happens(lambda: gateway.seen.completed == [1], 1.0)
            assert not running.done()
        await gateway.offer_to_the_next(1)
        gateway.poll_faults = [grpc.StatusCode.UNAVAILABLE] * 10
        async with hardened(address, done):
            assert await happens(lambda: gateway.seen.completed == [1], 60)


async def test_p2_failed_job_comes_back_after_a_growing_wait(gateway: MisbehavingGateway) -> None:
    """P2: pyzeebe burns all retries at once. Guard: own settling with back-off."""

    def broken(job: Job) -> dict[str, object]:
        raise RuntimeError("database is away")

    async with serving(gateway) as address:
        gateway.waiting = [1]
        async with plain_pyzeebe(address, broken):
            assert await happens(lambda: (1, 0, 0) in gateway.seen.failed)
        gateway.seen.failed.clear()
        gateway.retries = 3
        await gateway.offer_to_the_next(2)
        async with hardened(address, broken):
            assert await happens(lambda: bool(gateway.seen.failed))
        key, retries, wait_ms = gateway.seen.failed[0]
        assert (key, retries) == (2, 2)
        assert wait_ms >= 800


async def test_p3_result_that_is_no_json_fails_the_job_instead_of_losing_it(
    gateway: MisbehavingGateway,
) -> None:
    """P3: pyzeebe neither completes nor fails such a job. Guard: encode_result before the call."""

    def no_json(job: Job) -> dict[str, object]:
        return {"at": datetime(2026, 9, 7, tzinfo=UTC)}

    async with serving(gateway) as address:
        gateway.waiting = [1]
        async with plain_pyzeebe(address, no_json):
            assert await happens(lambda: gateway.waiting == [])
            assert not await happens(lambda: bool(gateway.seen.failed or gateway.seen.completed), 0.5)
        await gateway.offer_to_the_next(2)
        async with hardened(address, no_json):
            assert await happens(lambda: bool(gateway.seen.failed))
        assert gateway.seen.failed[0][:2] == (2, 2)


async def test_p5_unknown_status_does_not_end_the_worker(gateway: MisbehavingGateway) -> None:
    """P5: PERMISSION_DENIED ends all of pyzeebe's tasks. Guard: the poll loop survives every status."""
    async with serving(gateway) as address:
        gateway.poll_faults = [grpc.StatusCode.PERMISSION_DENIED]
        async with plain_pyzeebe(address, done) as running:
            assert await happens(running.done)
        gateway.poll_faults = [grpc.StatusCode.PERMISSION_DENIED]
        await gateway.offer_to_the_next(2)
        async with hardened(address, done):
            assert await happens(lambda: gateway.seen.completed == [2])


async def test_p6_completion_that_is_never_answered_is_given_up_and_repeated(
    gateway: MisbehavingGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P6: pyzeebe's unary calls wait for ever. Guard: a deadline around each."""
    monkeypatch.setattr("workers.hardened.job_answers.CALL_DEADLINE_SECONDS", 0.3)
    async with serving(gateway) as address:
        gateway.completion_hangs, gateway.waiting = True, [1]
        async with plain_pyzeebe(address, done):
            assert await happens(lambda: gateway.seen.complete_calls == 1)
            assert not await happens(lambda: gateway.seen.complete_calls > 1, 1.0)
        await gateway.offer_to_the_next(2)
        async with hardened(address, done):
            assert await happens(lambda: gateway.seen.complete_calls >= 3)
            gateway.completion_hangs = False
            assert await happens(lambda: 2 in gateway.seen.completed)


async def test_p7_failed_completion_is_repeated(gateway: MisbehavingGateway) -> None:
    """P7: pyzeebe logs it and goes on; the work is done again after the lease. Guard: the command is retried."""
    async with serving(gateway) as address:
        gateway.complete_faults, gateway.waiting = [grpc.StatusCode.UNAVAILABLE], [1]
        async with plain_pyzeebe(address, done):
            assert await happens(lambda: gateway.seen.complete_calls == 1)
            assert not await happens(lambda: gateway.seen.completed == [1], 0.5)
        await gateway.offer_to_the_next(2)
        gateway.complete_faults = [grpc.StatusCode.UNAVAILABLE]
        async with hardened(address, done):
            assert await happens(lambda: gateway.seen.completed == [2])


async def test_p9_full_worker_polls_as_soon_as_a_slot_is_free(gateway: MisbehavingGateway) -> None:
    """P9: pyzeebe naps 5 s when it is full. Guard: a freed slot wakes the poller."""

    def short(job: Job) -> dict[str, object]:
        threading.Event().wait(0.05)
        return {}

    async with serving(gateway) as address:
        gateway.waiting = list(range(1, 7))
        async with plain_pyzeebe(address, short, max_running=2):
            assert not await happens(lambda: len(gateway.seen.completed) == 6, 2)
        gateway.seen.completed.clear()
        await gateway.offer_to_the_next(*range(11, 17))
        async with hardened(address, short, max_running=2):
            assert await happens(lambda: len(gateway.seen.completed) == 6, PYZEEBES_NAP_SECONDS)


async def test_p10_stop_is_bounded_and_hands_unfinished_jobs_back(gateway: MisbehavingGateway) -> None:
    """P10: one hanging job keeps pyzeebe from stopping. Guard: own stop; the job goes back with its retries unchanged."""
    started, release = threading.Event(), threading.Event()

    def hanging(job: Job) -> dict[str, object]:
        started.set()
        release.wait(30)
        return {}

    async with serving(gateway) as address:
        await gateway.offer_to_the_next(2)
        async with hardened(address, hanging) as (running, stop):
            assert await happens(started.is_set)
            began = time.monotonic()
            stop.set()
            await running
            assert time.monotonic() - began < 4
        release.set()
        assert gateway.seen.failed == [(2, 3, 0)]


async def test_p13_job_that_is_handed_out_again_does_not_run_twice_at_once(
    gateway: MisbehavingGateway,
) -> None:
    """P13: pyzeebe runs a re-activated job beside itself. Guard: a running key is not started again."""
    at_once = 0
    most = 0
    lock = threading.Lock()

    def slow(job: Job) -> dict[str, object]:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        threading.Event().wait(0.3)
        with lock:
            at_once -= 1
        return {}

    gateway.hands_out_again = True
    async with serving(gateway) as address:
        gateway.waiting = [1]
        async with plain_pyzeebe(address, slow):
            assert await happens(lambda: most > 1)
        await happens(lambda: at_once == 0)
        most = 0
        async with hardened(address, slow):
            assert await happens(lambda: gateway.seen.polls > 10 and most == 1)
            await happens(lambda: len(gateway.seen.completed) > 3)
        assert most == 1


async def test_p15_worker_ends_when_polls_go_silent_while_the_gateway_answers(
    gateway: MisbehavingGateway,
) -> None:
    """P15: a stuck poll lives for days in pyzeebe. Guard: the watchdog ends the process, the supervisor starts it."""
    gateway.polls_hang = True
    async with serving(gateway) as address:
        async with plain_pyzeebe(address, done) as running:
            assert not await happens(running.done, 1.5)
        async with hardened(address, done, stuck_after=0.8) as (running, _):
            assert await happens(running.done)
            assert isinstance(running.exception(), WorkerStuck)


async def test_engine_that_is_away_is_no_reason_to_end(gateway: MisbehavingGateway) -> None:
    """P15: with nobody at the port, starting again would not help; the worker waits and goes on."""
    async with serving(gateway) as address:
        pass
    async with hardened(address, done, stuck_after=0.5) as (running, _):
        assert not await happens(running.done, 1.5)


async def test_an_engine_that_comes_back_after_a_long_outage_is_polled_at_once_and_ends_nothing(
    gateway: MisbehavingGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """P15: an outage of a day is no silence beside a gateway that answers; the pollers are woken when it is over."""
    monkeypatch.setattr(job_poller, "POLL_BACK_OFF", BackOff(30.0, 30.0))
    port = free_ports(1)[0]
    async with hardened(f"127.0.0.1:{port}", done, stuck_after=1.0) as (running, _):
        assert not await happens(running.done, 3.0)
        gateway.waiting = [7]
        async with serving(gateway, port):
            assert await happens(lambda: gateway.seen.completed == [7], 10)
            assert not await happens(running.done, 1.5)


async def test_channels_of_before_are_closed_and_not_gathered() -> None:
    """P15: a month of short outages holds two connections, not thousands."""
    route = JobRoute("probe", done, RouteKind.SERVICE, ())
    options = WorkerOptions("127.0.0.1:1", "probe")
    worker = JobWorker(
        [route], options, outcome_of=lambda _error: Incident(""), answer_listener=lambda _key, _reason: None
    )
    for _ in range(5):
        await worker._poll_anew()
    assert len(worker._retired) == 1
    for channel in (*worker._retired, worker._channel):
        await channel.close()


async def test_slots_that_are_busy_for_long_are_no_silence(gateway: MisbehavingGateway) -> None:
    """P15: while the database holds every job of a type for a minute, nobody polls, and nobody is stuck."""
    goes_on = threading.Event()

    def held(job: Job) -> dict[str, object]:
        goes_on.wait(20)
        return {}

    gateway.waiting = list(range(1, 9))
    async with serving(gateway) as address, hardened(address, held, stuck_after=0.6) as (running, _):
        assert await happens(lambda: gateway.waiting == [])
        assert not await happens(running.done, 2.0)
        goes_on.set()
        assert await happens(lambda: sorted(gateway.seen.completed) == list(range(1, 9)))


def test_what_lasts_is_logged_once_a_minute_with_its_count(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    lasting = OnceAMinute()
    with structlog.testing.capture_logs() as logs:
        for second in range(0, 121, 5):
            now = float(second)
            lasting.warn("poll_failed", job_type="check-clock")
            lasting.warn("step_failed", "outbox")
    told = [(line["event"], line["count"]) for line in logs]
    assert told == [
        ("poll_failed", 1), ("step_failed", 1),
        ("poll_failed", 12), ("step_failed", 12),
        ("poll_failed", 12), ("step_failed", 12),
    ]  # fmt: skip
