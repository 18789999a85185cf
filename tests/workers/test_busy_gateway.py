"""A gateway that is too busy is asked again later, after growing pauses, and nothing is lost."""

from __future__ import annotations

import time
from pathlib import Path

import grpc
import pytest

from models.ledger.outbox import OutboxRow
from services.outbox.send_step import NOT_YET, send_outbox_step
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.workers.engine_office import engine_office
from tests.workers.misbehaving_gateway import MisbehavingGateway, serving
from tests.workers.probe_workers import happens, hardened
from workers.hardened import job_poller
from workers.hardened.back_off import BackOff

BUSY = grpc.StatusCode.RESOURCE_EXHAUSTED


async def test_a_worker_polls_and_completes_after_growing_pauses() -> None:
    """EN-7: RESOURCE_EXHAUSTED is "later" to our workers: no retry burnt, the work done once."""
    worked: list[int] = []
    gateway = MisbehavingGateway()
    gateway.poll_faults, gateway.complete_faults, gateway.waiting = [BUSY] * 4, [BUSY] * 3, [1]
    began = time.monotonic()
    async with serving(gateway) as address, hardened(address, lambda job: worked.append(job.key)):
        assert await happens(lambda: gateway.seen.completed == [1], 30)
    # 0.2 + 0.4 + 0.8 + 1.6 s, each up to a fifth shorter.
    assert time.monotonic() - began > 2.4
    assert worked == [1]
    assert gateway.seen.complete_calls == 4
    assert gateway.seen.failed == []


async def test_an_overload_that_lasts_is_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """EN-7: polls refused for longer than a worker may be silent end no process: the channel does answer."""
    monkeypatch.setattr(job_poller, "POLL_BACK_OFF", BackOff(0.05, 0.1))
    monkeypatch.setattr(job_poller, "LONG_BACK_OFF", BackOff(0.1, 0.1))
    gateway = MisbehavingGateway()
    gateway.poll_faults, gateway.waiting = [BUSY] * 100_000, [1]
    async with (
        serving(gateway) as address,
        hardened(address, lambda job: {}, stuck_after=1.0) as (running, _),
    ):
        assert not await happens(running.done, 4.0)
        gateway.poll_faults.clear()
        assert await happens(lambda: gateway.seen.completed == [1])


def test_the_outbox_waits_longer_each_time_and_sends_once(
    office: FullOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EN-7: a message refused by a full engine stays, unheld, and goes when there is room."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        office.file()
        office.system_clock = clock = SetClock(office.system_clock.now())
        waits = []
        with monkeypatch.context() as patched:
            patched.setattr("engine.runtime.runtime.MOST_WAITING", 0)
            for attempt in (1, 2, 3):
                began = clock.now()
                assert send_outbox_step(office.unit_of_work, running.engine) == 0
                row = office.rows(OutboxRow)[0]
                assert (row.sent_at, row.held_at, row.attempts) == (None, None, attempt)
                waits.append((row.next_try_at - began).total_seconds())
                clock.moment = row.next_try_at
        assert waits == sorted(waits)
        assert waits[-1] >= 2 * waits[0]
        send_outbox_step(office.unit_of_work, running.engine)
        # Published; the row of a start waits until the case knows its instance.
        assert office.rows(OutboxRow)[0].failed_reason == NOT_YET
        [(count,)] = running.server.runtime.read().execute("SELECT count(*) FROM process_instance")
        assert count == 1
