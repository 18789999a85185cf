"""A demo office whose engine, workers and web server run as the processes that `jieban up` starts, on free ports.

One office is made per test run and copied for each use, since 54 password hashes take their time.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx

from adapters.camunda_clock import CamundaClock
from adapters.camunda_grpc import ZeebeMessages
from adapters.camunda_http import CamundaHttp
from adapters.camunda_resources import CamundaResources
from adapters.camunda_rest import CamundaEngine
from adapters.clock import SystemClock
from deploy.clockwork import Engine, OfficeClock
from deploy.heartbeat import heartbeat_age, workers_heartbeat
from deploy.office import ACCOUNTS_FILE, DEMO_MOMENT, make_office
from deploy.office_nursery import CODE
from deploy.plain_http import TRUSTS_NOBODY
from deploy.replay.office import Office
from deploy.resources import install
from deploy.settings import Settings, load_settings
from deploy.supervise.forked import Forked
from deploy.wiring import build_ports, open_database, use_office_keys
from models.ground.errors import OutsideUnavailable
from services.clocks.clock_shift import move_shift, read_shift
from services.unit_of_work import UnitOfWork
from services.watch.sweep import Unwatched
from tests.free_ports import free_ports
from tests.nursery import fork_command

LIMIT_SECONDS = 60.0  # a condition may take so long on a busy machine
STOP_SECONDS = 12.0
NAMES = ("engine", "workers", "web")
_FRESH_SECONDS = 3.0
_PIN_SECONDS = 0.5
_POLL_SECONDS = 0.05
_PASS_SECONDS = 3.0
_CALM_SECONDS = 0.2  # beside the lag of the engine's searches
_ROOT = Path(__file__).parent.parent


def office_template(folder: Path) -> Path:
    """A fresh demo office in `folder`, made once; nothing ever runs on it."""
    if not (folder / "office.json").exists():
        environment = {"JIEBAN_DATA": str(folder)}
        make_office(load_settings(environment), datetime.fromisoformat(DEMO_MOMENT), lambda _line: None)
    return folder


@dataclass
class OfficeProcess:
    """Starts, stops and kills the processes by name (`engine`, `workers`, `web`) and moves the office's clock."""

    settings: Settings
    environment: dict[str, str]
    people: Office
    clock: OfficeClock
    engine: CamundaHttp
    passwords: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes] | Forked] = field(default_factory=dict)
    _pinned_at: float = 0.0

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.settings.data

    @property
    def address(self) -> str:
        """Base address of the pages."""
        return f"http://{self.settings.bind}:{self.settings.web_port}"

    def page(self, person: str, path: str) -> httpx.Response:
        """What a signed-in person gets at a path of the pages, whatever the status."""
        return self.people.session(person).get(path)

    def log_of(self, name: str) -> Path:
        """Everything the process of this name wrote, over all its starts."""
        return self.data / "log" / f"{name}.log"

    def launch(self, name: str, command: Sequence[str] = ()) -> subprocess.Popen[bytes] | Forked:
        """Start a process without waiting; `command` in place of the shipped one."""
        if name == "workers":
            workers_heartbeat(self.settings).unlink(missing_ok=True)
        log = self.log_of(name)
        log.parent.mkdir(exist_ok=True)
        if not command and name in CODE:
            self.processes[name] = fork_command(name, self.environment, log)
            return self.processes[name]
        with log.open("ab") as output:
            self.processes[name] = subprocess.Popen(
                command or (sys.executable, "-m", "deploy", name),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=_ROOT,
                start_new_session=True,
            )
        return self.processes[name]

    def start(self, name: str, command: Sequence[str] = ()) -> None:
        """Start a process and wait until it serves."""
        self.launch(name, command)
        self.wait_ready(name)

    def wait_ready(self, name: str) -> None:
        """Wait until a launched process serves; an engine gets what is missing of the shipped diagrams."""
        process = self.processes[name]

        def serves() -> bool:
            assert process.poll() is None, f"{name} ended: {self.log_of(name).read_text()[-3000:]}"
            return self.is_ready(name)

        self.wait_until(serves, f"{name} serves")
        if name == "engine":
            self.pin_now()
            install(CamundaResources(self.engine), self.data / "installed-forms.json")

    def wait_answering(self, name: str) -> None:
        """Wait until a launched process answers; unlike `wait_ready` nobody sets the engine's time or installs anything."""
        limit = time.monotonic() + LIMIT_SECONDS
        while not self.is_ready(name):
            assert time.monotonic() < limit, self.log_of(name).read_text()[-3000:]
            time.sleep(_POLL_SECONDS)

    def is_ready(self, name: str) -> bool:
        """True when this process serves."""
        if name == "workers":
            return heartbeat_age(self.settings) < _FRESH_SECONDS
        path = f"{self.settings.rest_address}/v2/status" if name == "engine" else f"{self.address}/"
        try:
            return httpx.get(path, timeout=2.0, verify=TRUSTS_NOBODY).is_success
        except httpx.HTTPError:
            return False

    def stop(self, name: str) -> None:
        """End a process as systemd does; it must end by itself and say that all was well."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, self.log_of(name).read_text()[-3000:]

    def kill(self, name: str) -> None:
        """End a process with everything it started, at once."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)

    def wait_until(self, condition: Callable[[], object], told: str = "") -> None:
        """Wait for a condition while the engine's time goes on, as under the supervisor."""
        limit = time.monotonic() + LIMIT_SECONDS
        while not condition():
            assert time.monotonic() < limit, f"did not happen: {told or condition}; busy: {self.busy()}"
            self.pin()
            time.sleep(_POLL_SECONDS)

    def settle(self, lease_seconds: float = 0.0) -> None:
        """Wait until everything that follows from what was done has happened and shows in searches.

        `lease_seconds`: after a kill the clock passes so much again and again, so that what a dead process held
        comes back however often it was handed out meanwhile.
        """
        needed = _CALM_SECONDS + int(self.environment["SEARCH_LAG_MS"]) / 1000
        calm_since = passed_at = time.monotonic()
        clocks, windows = Unwatched(), Unwatched()

        def is_calm() -> bool:
            nonlocal calm_since, passed_at
            now = time.monotonic()
            if self.clock.busy_or_swept(clocks, windows) if self.is_ready("engine") else self.busy():
                calm_since = time.monotonic()
            if lease_seconds and now - passed_at >= _PASS_SECONDS:
                passed_at = now
                self.jump(lease_seconds)
            return time.monotonic() - calm_since >= needed

        self.wait_until(is_calm, "all is quiet")

    def busy(self) -> list[str]:
        """What is under way; a word instead while the engine is away."""
        if not self.is_ready("engine"):
            return ["engine away"]
        return self.clock.busy()

    def pin(self) -> None:
        """Keep the engine on the office's time, as the supervisor does every second."""
        if time.monotonic() - self._pinned_at >= _PIN_SECONDS:
            self.pin_now()

    def pin_now(self) -> None:
        """Set the engine's time to the office's; an engine that is away gets it later."""
        self._pinned_at = time.monotonic()
        with suppress(OutsideUnavailable):
            self.clock.engine.time.pin(self.now())

    def now(self) -> datetime:
        """The office's moment."""
        return self.clock.now()

    def jump_to(self, moment: datetime) -> None:
        """Set the clock forwards without waiting for anybody on the way."""
        ahead = (moment - self.now()).total_seconds()
        with self.clock.database.write_transaction() as session:
            move_shift(session, read_shift(session).offset_seconds + max(ahead, 0.0))
        self.pin_now()

    def jump(self, seconds: float) -> None:
        """Set the clock forwards by so much: leases and back-offs of dead workers end."""
        self.jump_to(self.now() + timedelta(seconds=seconds))

    def close(self) -> None:
        """Kill what still runs."""
        for name in list(self.processes):
            self.kill(name)
        self.people.close()
        self.engine.close()
        self.clock.database.dispose()


def office_of(environment: dict[str, str]) -> OfficeProcess:
    """The office with these settings, whoever runs its processes; `close` lets go of it."""
    own = {name: value for name, value in environment.items() if name.startswith("JIEBAN_")}
    settings = load_settings(own)
    accounts = json.loads((settings.data / ACCOUNTS_FILE).read_text("utf-8"))
    passwords = {login: entry["password"] for login, entry in accounts.items()}
    engine = CamundaHttp(settings.rest_address)
    return OfficeProcess(
        settings=settings,
        environment={"SEARCH_LAG_MS": "0"} | environment,
        people=Office(f"http://{settings.bind}:{settings.web_port}", passwords),
        clock=_office_clock(settings, engine),
        engine=engine,
        passwords=passwords,
    )


@contextmanager
def running_office(
    data: Path,
    *,
    template: Path | None = None,
    names: Sequence[str] = NAMES,
    search_lag_ms: int = 0,
    settings: Mapping[str, str] | None = None,
) -> Iterator[OfficeProcess]:
    """An office in `data` (made there, or copied from `template`) with these processes serving.

    The engine's searches are `search_lag_ms` behind, as they are on a cluster; `settings` are more of its variables.
    """
    if template is not None:
        shutil.copytree(template, data, dirs_exist_ok=True)
    web, grpc, rest = free_ports(3)
    own = {
        "JIEBAN_DATA": str(data),
        "JIEBAN_WEB_PORT": str(web),
        "JIEBAN_GRPC_PORT": str(grpc),
        "JIEBAN_REST_PORT": str(rest),
    }
    if template is None:
        office_template(data)
    foreign = ("JIEBAN_", "ZEEBE_ADDRESS", "CAMUNDA_REST_ADDRESS", "SEARCH_LAG_MS")
    own_environment = own | {"SEARCH_LAG_MS": str(search_lag_ms)} | dict(settings or {})
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    office = office_of(inherited | own_environment)
    try:
        # All at once: each imports for seconds, and each survives the absence of the others.
        for name in names:
            office.launch(name)
        for name in names:
            office.wait_ready(name)
        yield office
    finally:
        office.close()


def _office_clock(settings: Settings, engine: CamundaHttp) -> OfficeClock:
    # As deploy/wiring.py builds it, but on connections that the office of a test closes.
    use_office_keys(settings)
    database = open_database(settings)
    tasks = CamundaEngine(engine, ZeebeMessages(settings.gateway_address))
    probe = Engine(CamundaClock(engine), tasks)
    ports = build_ports(settings, database)
    return OfficeClock(
        database, ports.clock, SystemClock(), probe, lambda: UnitOfWork(database, ports), database.dispose
    )
