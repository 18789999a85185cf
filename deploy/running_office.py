"""What `jieban up` runs: the three processes, what is installed into the engine, and the demo replay."""

from __future__ import annotations

import json
import signal
import ssl
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import FrameType

import httpx
from sqlalchemy.exc import SQLAlchemyError

from deploy.clock_pinner import ClockPinner
from deploy.cluster import connection_of
from deploy.demo_mover import DemoMover
from deploy.demo_past import DemoPast
from deploy.first_steps import first_steps
from deploy.free_ports import require_free_ports
from deploy.heartbeat import heartbeat_age, workers_heartbeat
from deploy.identity_provider import read_provider_files
from deploy.office import DEMO_MOMENT, is_demo_office, make_office, office_exists, open_office
from deploy.office_nursery import PROGRAM
from deploy.office_to_come import wait_for_office
from deploy.plain_http import TRUSTS_NOBODY
from deploy.said import complain, say
from deploy.settings import Settings
from deploy.supervise.away import OK, Away
from deploy.supervise.beside import Beside, Pace
from deploy.supervise.child import Child, ChildSpec
from deploy.supervise.kinship import die_with_parent
from deploy.supervise.log import ProcessLog
from deploy.supervise.nursery import Nursery
from deploy.supervise.supervisor import Hooks, Progress, Supervisor
from deploy.wiring import build_office_clock, install_resources
from engine.start_refused import StartRefused
from engine.state.opening import STORE_FILE, open_store
from models.ground.errors import DomainError, OutsideUnavailable

DEMO_STORIES = Path(__file__).parent / "demo" / "stories.json"
_ENDING_SECONDS = 15.0  # so long the processes of a killed run may take to end
_LOOK_SECONDS = 5.0
_WISH_SECONDS = 0.5  # between two looks for a move of the clock that somebody asked for
_ANSWER_SECONDS = 3.0
_REPLAY_STOP_SECONDS = 2.0
_FRESH_SECONDS = 5.0  # age up to which the workers' heartbeat counts


def run_office(settings: Settings, demo: bool, nursery: Nursery | None, *, was_left: bool = False) -> int:
    """Serve until a stop is asked for; returns the exit code.

    `nursery` forks the parts where there is one. `was_left`: the last run was killed, its processes may still be ending.
    """
    began = time.monotonic()
    signal.signal(signal.SIGTERM, _end)
    read_provider_files(settings)
    require_free_ports(settings, _ENDING_SECONDS if was_left else 0.0, complain)
    wait_for_office(lambda: _open_or_make(settings, demo), complain)
    if settings.has_embedded_engine:
        ready_store(settings)
    replay = DemoReplay(settings, demo)
    past = DemoPast(settings, demo, lambda: not replay.is_over)
    supervisor = Supervisor(_children(settings, nursery), Progress(say, complain))
    away = Away(lambda: _look_at_parts(settings), say, complain)
    beside = [Beside("parts", away.step, Pace(_LOOK_SECONDS), complain)]
    if is_demo_office(settings):
        beside += _list_beside_demo(settings, replay, past)

    def when_serving() -> None:
        say(f"serving after {time.monotonic() - began:.1f} s / 启动完成")
        for line in first_steps(settings):
            say(line)
        replay.start()
        for repeated in beside:
            repeated.start()

    def before_stop() -> None:
        for repeated in beside:
            repeated.stop()
        replay.stop()
        past.stop()

    code = supervisor.run(Hooks(when_serving, before_stop))
    say(
        f"everything is saved in {settings.data}; `make run` goes on from here / 数据已保存，再次运行即可继续"
    )
    return code


def _list_beside_demo(settings: Settings, replay: DemoReplay, past: DemoPast) -> list[Beside]:
    """The engine's clock, moves of it that people ask for, and the past that is made once."""
    mover = DemoMover(lambda: build_office_clock(settings), lambda: replay.is_running)
    return [
        Beside("clock", ClockPinner(settings).pin, Pace(1.0, _LOOK_SECONDS), complain),
        Beside("asked moves", mover.step, Pace(_WISH_SECONDS, _LOOK_SECONDS), complain),
        Beside("past", past.step, Pace(_LOOK_SECONDS), complain),
    ]


def _end(_number: int, _frame: FrameType | None) -> None:
    """Before anything runs there is nothing to stop."""
    sys.exit(0)


def _open_or_make(settings: Settings, demo: bool) -> None:
    if office_exists(settings):
        open_office(settings, say)
    else:
        make_office(settings, datetime.fromisoformat(DEMO_MOMENT) if demo else None, say)


def _look_at_parts(settings: Settings) -> dict[str, str]:
    """The parts as `/readyz` tells them, and the web server itself."""
    try:
        address = f"http://{settings.bind}:{settings.web_port}/readyz"
        told = httpx.get(address, timeout=_ANSWER_SECONDS, verify=TRUSTS_NOBODY).json()
        return {"web": OK, **told["parts"]}
    except (httpx.HTTPError, ValueError, KeyError):
        return {"web": "no answer"}


class DemoReplay:
    """Fills a demo office with open cases once, beside the serving processes; goes on where it was stopped."""

    def __init__(self, settings: Settings, is_wanted: bool) -> None:
        self._settings = settings
        self._is_wanted = is_wanted
        self._done = settings.data / "demo-replay.done"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        """Whether the demo complaints are being lived."""
        return self._process is not None and self._process.poll() is None

    @property
    def is_over(self) -> bool:
        """Whether they are lived to the end, in this run or an earlier one."""
        return self._done.exists() and not self.is_running

    def start(self) -> None:
        """Start or resume, unless it is finished or the office is no demo."""
        until = json.loads(DEMO_STORIES.read_text(encoding="utf-8"))["until"]
        if not self._is_wanted or self._done.exists() or not is_demo_office(self._settings):
            return
        say(
            f"demo complaints are lived up to {until}; the pages work meanwhile / 正在回放演示投诉，网页可先使用"
        )
        options = ("--until", until, "--resume", "--when-done", str(self._done))
        command = (*PROGRAM, "replay", str(DEMO_STORIES), *options)
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one async-signal-safe prctl call
        )

    def stop(self) -> None:
        """End the replay; what happened so far is kept."""
        if self.is_running and self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(_REPLAY_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()


def _children(settings: Settings, nursery: Nursery | None) -> list[Child]:
    specs = []
    if settings.has_embedded_engine:
        specs.append(
            ChildSpec(
                name="engine",
                command=_command("engine"),
                is_ready=lambda: _answers(
                    f"{settings.rest_address}/v2/status", httpx.codes.NO_CONTENT, connection_of(settings).tls
                ),
                stop_seconds=4.0,
                after_first_ready=lambda: _prepare_engine(settings),
            )
        )
    beat = workers_heartbeat(settings)
    beat.unlink(missing_ok=True)
    specs.append(
        ChildSpec(
            "workers", _command("workers"), lambda: heartbeat_age(settings) < _FRESH_SECONDS, stop_seconds=4.0
        )
    )
    health = f"http://{settings.bind}:{settings.web_port}/livez"
    specs.append(
        ChildSpec("web", _command("web"), lambda: _answers(health, httpx.codes.OK), stop_seconds=3.0)
    )
    if nursery is not None:
        nursery.wait_until_read()  # a stop that is asked for meanwhile is heard here
    return [Child(spec, ProcessLog(spec.name, settings.data), nursery) for spec in specs]


def _prepare_engine(settings: Settings) -> bool:
    """Set its clock and install what is missing; False when engine or database went away meanwhile.

    What the engine refuses and what finds no room on the disk is named, and nothing waits for it: the workers try it again.
    """
    try:
        if is_demo_office(settings):
            ClockPinner(settings).pin()
        for line in install_resources(settings):
            say(line)
    except (OutsideUnavailable, SQLAlchemyError):
        return False
    except (DomainError, OSError) as error:
        complain(f"not installed, the workers try again / 未能安装，稍后自动重试: {error}")
    return True


def ready_store(settings: Settings) -> None:
    """Bring the store of an earlier release up to date while a person looks on; it may take longer than a start."""
    folder = settings.data / "engine"
    if (folder / STORE_FILE).exists():
        # What cannot be opened is told by the engine itself, as ever.
        with suppress(StartRefused):
            open_store(folder, say).close()


def _command(name: str) -> tuple[str, ...]:
    return (*PROGRAM, name)


def _answers(address: str, status: int, tls: ssl.SSLContext | bool = TRUSTS_NOBODY) -> bool:
    # It is asked ten times a second while an office starts: without TLS nobody reads the authorities of the system.
    trusted = tls if address.startswith("https:") else TRUSTS_NOBODY
    try:
        return httpx.get(address, timeout=1.0, verify=trusted).status_code == status
    except httpx.HTTPError:
        return False
