"""An office under `jieban up` with load, and one fault after the other: on, off, and it has to recover alone."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.plain_http import TRUSTS_NOBODY
from prove.record import Record
from tests.faults.load import Load
from tests.faults.proxy import Proxy
from tests.faults.reckoning import figures_of, reckon
from tests.faults.server import PostgresOfOwn
from tests.office_process import OfficeProcess, office_of
from tests.up.office_up import OfficeUp

HOLD_SECONDS = 4.0
RECOVERY_SECONDS = 100.0  # a pause of the supervisor, a start, and the wait of an outbox row


@dataclass
class Scene:
    """What a fault may touch."""

    up: OfficeUp
    office: OfficeProcess
    load: Load
    restart: Callable[[], OfficeUp]
    postgres: PostgresOfOwn | None = None
    proxies: dict[str, Proxy] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.office.data

    def pid(self, name: str) -> int:
        """The process of this name, when it is there."""
        self.up.wait_until(lambda: name in self.up.children())
        return self.up.children()[name]

    def hold(self, seconds: float = HOLD_SECONDS) -> None:
        """Let the fault last."""
        threading.Event().wait(seconds)


Fault = Callable[[Scene], AbstractContextManager[None]]


@contextmanager
def scene_of(up: OfficeUp, restart: Callable[[], OfficeUp]) -> Iterator[Scene]:
    """A serving office with its load, which ends with the block; then everything must be there once."""
    office = office_of(up.environment)
    up.wait_serving()
    load = Load(up.address, office.passwords)
    scene = Scene(up, office, load, restart)
    load.start()
    try:
        wait(lambda: len(load.receipts) >= 2 and load.submitted, "people are served", scene)
        yield scene
    finally:
        scene.up.close()
        office.close()


def run_fault(scene: Scene, name: str, fault: Fault, record: Record) -> None:
    """The fault comes, lasts and goes; afterwards people are served again and what waited has moved on."""
    began = time.monotonic()
    with fault(scene):
        scene.hold()
    gone = time.monotonic()
    filed, submitted = len(scene.load.receipts), len(scene.load.submitted)
    wait(lambda: scene.up.process.poll() is None and is_ready(scene), f"{name}: ready again", scene)
    wait(lambda: len(scene.load.receipts) > filed + 1, f"{name}: filed again", scene)
    wait(lambda: len(scene.load.submitted) > submitted, f"{name}: submitted again", scene)
    record.attempts += 1
    record.faults[name] += 1
    back = time.monotonic() - gone
    record.figures["longest recovery s"] = round(max(record.figures.get("longest recovery s", 0.0), back), 1)
    print(f"{name}: {gone - began:.1f} s, recovered {back:.1f} s after it", flush=True)


def settle(scene: Scene, record: Record) -> None:
    """The load goes home, what is under way ends, and all is reckoned with."""
    scene.load.stop()
    wait(lambda: figures_of(scene.office).unsent == 0, "all is sent", scene)
    wait(lambda: not scene.office.clock.busy(), "all is quiet", scene)
    reckon(scene.office, scene.load, record)
    gc.collect()  # what a fault tore is found here, and not by the next test
    print(record, flush=True)
    record.save()


def is_ready(scene: Scene) -> bool:
    """Whether every part serves."""
    try:
        state = httpx.get(f"{scene.up.address}/readyz", timeout=5.0, verify=TRUSTS_NOBODY).json()
    except (httpx.HTTPError, ValueError):
        return False
    return bool(state["status"] == "ready")


def wait(condition: Callable[[], object], told: str, scene: Scene) -> None:
    """Wait for it, as long as a recovery may take."""
    limit = time.monotonic() + RECOVERY_SECONDS
    while not condition():
        assert time.monotonic() < limit, (
            f"did not happen: {told}; last refusal: {scene.load.last_refusal}; said:\n{scene.up.said[-4000:]}"
        )
        threading.Event().wait(0.2)
