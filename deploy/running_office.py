"""What `jieban up` runs: the three processes, what is installed into the engine, and the demo replay."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click
import httpx

from deploy.office import DEMO_MOMENT, make_office, office_exists, open_office
from deploy.settings import Settings
from deploy.supervise.child import Child, ChildSpec, die_with_parent
from deploy.supervise.log import ProcessLog
from deploy.supervise.supervisor import Hooks, Progress, Supervisor
from deploy.wiring import ClockPinner, heartbeat_age, install_resources, workers_heartbeat
from engine.start_refused import StartRefused
from engine.state.opening import STORE_FILE, open_store

DEMO_STORIES = Path(__file__).parent / "demo" / "stories.json"
_FRESH_SECONDS = 5.0  # age up to which the workers' heartbeat counts


def run_office(settings: Settings, demo: bool) -> int:
    """Serve until a stop is asked for; returns the exit code."""
    began = time.monotonic()
    _require_free_ports(settings)
    if office_exists(settings):
        open_office(settings, click.echo)
    else:
        make_office(settings, datetime.fromisoformat(DEMO_MOMENT) if demo else None, click.echo)
    if settings.has_embedded_engine:
        _ready_store(settings)
    else:
        _prepare_engine(settings)
    replay = DemoReplay(settings, demo)
    supervisor = Supervisor(_children(settings), Progress(click.echo, _complain))

    def when_serving() -> None:
        click.echo(f"serving after {time.monotonic() - began:.1f} s / 启动完成")
        _print_addresses(settings)
        replay.start()

    code = supervisor.run(Hooks(when_serving, ClockPinner(settings).pin, replay.stop))
    click.echo(
        f"everything is saved in {settings.data}; `make run` goes on from here / 数据已保存，再次运行即可继续"
    )
    return code


class DemoReplay:
    """Fills a demo office with open cases once, beside the serving processes; goes on where it was stopped."""

    def __init__(self, settings: Settings, is_wanted: bool) -> None:
        self._settings = settings
        self._is_wanted = is_wanted
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start or resume, unless it is finished or the office is no demo."""
        until = json.loads(DEMO_STORIES.read_text(encoding="utf-8"))["until"]
        done = self._settings.data / "demo-replay.done"
        if not self._is_wanted or done.exists() or not _is_demo(self._settings):
            return
        click.echo(
            f"demo complaints are lived up to {until}; the pages work meanwhile / 正在回放演示投诉，网页可先使用"
        )
        options = ("--until", until, "--resume", "--when-done", str(done))
        command = (sys.executable, "-m", "deploy", "replay", str(DEMO_STORIES), *options)
        self._process = subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one async-signal-safe prctl call
        )

    def stop(self) -> None:
        """End the replay; what happened so far is kept."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait()


def _children(settings: Settings) -> list[Child]:
    specs = []
    if settings.has_embedded_engine:
        specs.append(
            ChildSpec(
                name="engine",
                command=_command("engine"),
                is_ready=lambda: _answers(f"{settings.rest_address}/v2/status", httpx.codes.NO_CONTENT),
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
    health = f"http://{settings.bind}:{settings.web_port}/healthz"
    specs.append(
        ChildSpec("web", _command("web"), lambda: _answers(health, httpx.codes.OK), stop_seconds=3.0)
    )
    return [Child(spec, ProcessLog(spec.name, settings.data)) for spec in specs]


def _prepare_engine(settings: Settings) -> None:
    ClockPinner(settings).pin()
    for line in install_resources(settings):
        click.echo(line)


def _ready_store(settings: Settings) -> None:
    """Bring the store of an earlier release up to date while a person looks on; it may take longer than a start."""
    folder = settings.data / "engine"
    if (folder / STORE_FILE).exists():
        # What cannot be opened is told by the engine itself, as ever.
        with suppress(StartRefused):
            open_store(folder, click.echo).close()


def _command(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "deploy", name)


def _answers(address: str, status: int) -> bool:
    try:
        return httpx.get(address, timeout=1.0).status_code == status
    except httpx.HTTPError:
        return False


def _require_free_ports(settings: Settings) -> None:
    named = {"JIEBAN_WEB_PORT": settings.web_port}
    if settings.has_embedded_engine:
        named |= {"JIEBAN_GRPC_PORT": settings.grpc_port, "JIEBAN_REST_PORT": settings.rest_port}
    for name, port in named.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.bind, port))
            except OSError:
                text = f"port {port} is taken by another program; set {name} / 端口 {port} 已被占用，请设置 {name}"
                raise click.ClickException(text) from None


def _print_addresses(settings: Settings) -> None:
    click.echo(f"pages / 网页    http://{settings.bind}:{settings.web_port}/")
    click.echo(f"Zeebe gRPC      {settings.gateway_address}")
    click.echo(f"Camunda REST    {settings.rest_address}/v2")
    accounts = settings.data / "demo-accounts.json"
    if not accounts.exists():
        return
    click.echo("accounts, one per role / 演示账号（每个角色一个）:")
    for line in _one_account_per_role(json.loads(accounts.read_text(encoding="utf-8"))):
        click.echo(f"  {line}")


def _is_demo(settings: Settings) -> bool:
    return (settings.data / "demo-accounts.json").exists()


def _one_account_per_role(accounts: dict[str, dict[str, str]]) -> list[str]:
    seen: dict[str, str] = {}
    for login, entry in accounts.items():
        seen.setdefault(entry["role"], f"{entry['role']:<14}{login:<16}{entry['password']}")
    return list(seen.values())


def _complain(text: str) -> None:
    click.echo(text, err=True)
