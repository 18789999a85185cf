"""What `/livez` and `/readyz` say, and that they say it in time whatever is frozen."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from models.ground.errors import OutsideUnavailable
from services.health.workers_beat import STALE_SECONDS, read_workers_beat, write_workers_beat
from tests.full_office import FullOffice
from tests.web.pages import EngineAway, Visitor, build_app

ANSWERED_SECONDS = 1.0


class Frozen(EngineAway):
    """An engine that takes connections and never answers, until it is let go."""

    def __init__(self) -> None:
        super().__init__(ready=True)
        self.goes_on = threading.Event()
        self.asked = 0

    def is_ready(self) -> bool:
        self.asked += 1
        self.goes_on.wait()
        return True


@pytest.fixture
def frozen() -> Iterator[Frozen]:
    engine = Frozen()
    yield engine
    engine.goes_on.set()


def beat(office: FullOffice, age: float) -> None:
    """The workers lived `age` seconds ago and had polled a second before that."""
    path, now = office.folder / "workers.heartbeat", office.system_clock.now().timestamp()
    write_workers_beat(path, now - age - 1)
    os.utime(path, (now, now - age))


def test_readyz_names_the_part_that_does_not_serve(office: FullOffice) -> None:
    beat(office, 0)
    serving = Visitor(build_app(office, EngineAway(ready=True))).get("/readyz")
    assert (serving.status_code, serving.json["status"]) == (200, "ready")
    assert set(serving.json["parts"].values()) == {"ok"}
    assert serving.json["figures"]["last_poll_seconds"] == 1.0
    beat(office, STALE_SECONDS)
    stale = Visitor(build_app(office)).get("/readyz")
    assert (stale.status_code, stale.json["status"]) == (200, "degraded")
    serving_still = {"database": "ok", "disk": "ok", "clock": "ok", "store": "ok"}
    assert stale.json["parts"] == {"engine": "down", "workers": "down"} | serving_still
    healthz = Visitor(build_app(office)).get("/healthz")
    assert healthz.json["parts"] == stale.json["parts"]


def test_an_office_without_its_database_is_not_ready_but_alive(office: FullOffice) -> None:
    def away() -> None:
        raise OutsideUnavailable

    visitor = Visitor(build_app(office, EngineAway(ready=True), make_unit=away, is_demo=away))
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (503, "not_ready")
    assert answer.json["parts"]["database"] == "down"
    assert visitor.get("/livez").status_code == 200


def test_a_frozen_engine_is_called_silent_within_a_second(office: FullOffice, frozen: Frozen) -> None:
    """SE-23: the answer does not wait for the engine, says how old its figures are, and asks it once at a time."""
    beat(office, 0)
    visitor = Visitor(build_app(office, frozen))
    for _ in range(3):
        began = time.monotonic()
        answer = visitor.get("/readyz")
        assert time.monotonic() - began < ANSWERED_SECONDS
        assert (answer.status_code, answer.json["status"]) == (200, "degraded")
        assert answer.json["parts"]["engine"] == "silent"
        assert answer.json["seen_seconds_ago"]["engine"] is None
    assert frozen.asked == 1
    frozen.goes_on.set()
    wait_until(lambda: visitor.get("/readyz").json["parts"]["engine"] == "ok")


def test_a_session_cookie_does_not_make_the_answer_ask_the_database(office: FullOffice) -> None:
    """SE-24: whoever has signed in sees the state too while the database is locked."""

    def away() -> None:
        raise OutsideUnavailable

    visitor = Visitor(build_app(office, make_unit=away, is_demo=away))
    visitor.client.set_cookie("jb_session", "0" * 43)
    assert visitor.get("/livez").status_code == 200
    assert visitor.get("/readyz").json["status"] == "not_ready"


def test_no_sign_of_the_workers_ever_is_no_sign(office: FullOffice) -> None:
    seen = read_workers_beat(office.folder / "never", office.system_clock.now().timestamp())
    assert (seen.is_fresh, seen.poll_age_seconds) == (False, None)


def wait_until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < limit, "did not happen"
