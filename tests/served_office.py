"""An office whose pages are served by the product's own web server over a socket.

Flask's test client never writes an answer onto a connection, so that it accepts headers no server can send. Pages that
hand out names or words of people are asked here. The fixture `served_office` is one server for all tests of a process: each test
files its own case and nobody moves the clock; who must move it serves an office of his own with `serve_office`.
The engine is away: tasks stand in the database where a test puts them.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page

from adapters.clock import OFFSET_IS_FRESH_SECONDS, ShiftedClock, SystemClock
from deploy.plain_http import TRUSTS_NOBODY
from deploy.supervise.forked import Forked
from models.clock.legal_time import parse_moment
from models.store.database import Database
from services.clocks.clock_shift import found_demo_office, move_shift, read_shift
from tests.database import key_file_of_this_process
from tests.free_ports import free_ports
from tests.full_office import FullOffice
from tests.nursery import fork_command
from tests.web.browser import watched_page
from tests.web_staff.people import session_of

BEGINS = "2026-09-07T10:00+08:00"
_START_SECONDS = 60.0  # a busy machine may take so long
_STOP_SECONDS = 12.0
_POLL_SECONDS = 0.05
# The server closes what is idle longer, perhaps just when the next request is under way.
_IDLE_SECONDS = 1.0
_ROOT = Path(__file__).parent.parent
# Filing and asking are limited by address: each visitor comes from one of his own.
_visitors = count(2)


class ServedClock:
    """The office's clock as the server reads it: it runs on, and a test moves it forwards only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._clock = ShiftedClock(self._read_offset)
        with database.write_transaction() as session:
            found_demo_office(session, _seconds_to(parse_moment(BEGINS)))

    def now(self) -> datetime:
        """The office's moment."""
        return self._clock.now()

    def set(self, text: str) -> None:
        """Go on to an ISO moment, Beijing time without offset; both this process and the server then stand there."""
        with self._database.write_transaction() as session:
            move_shift(session, _seconds_to(parse_moment(text)))
        # Each believes the offset that it read for this long.
        time.sleep(2 * OFFSET_IS_FRESH_SECONDS)

    def _read_offset(self) -> float:
        with self._database.read() as session:
            return read_shift(session).offset_seconds


@dataclass
class SocketVisitor:
    """One browser without a screen: keeps cookies, takes the CSRF token from the page last seen, else from the first."""

    client: httpx.Client
    submission_id: str = ""
    _token: str | None = None

    @property
    def token(self) -> str:
        """What a form of this visitor is sent with."""
        if self._token is None:
            self.get("/")
        return self._token or ""

    @token.setter
    def token(self, token: str) -> None:
        self._token = token

    def get(self, path: str) -> httpx.Response:
        """Read a page."""
        return self._keep_token(self.client.get(path))

    def post(self, path: str, fields: dict | None = None, **options: object) -> httpx.Response:
        """Send a form; `files` as httpx takes them."""
        data = {"csrf_token": self.token, **(fields or {})}
        return self._keep_token(self.client.post(path, data=data, **options))  # type: ignore[arg-type]  # named as httpx names them

    def _keep_token(self, page: httpx.Response) -> httpx.Response:
        for name, pattern in (
            ("token", r'name="csrf-token" content="([^"]+)"'),
            ("submission_id", r'name="submission_id" value="([^"]+)"'),
        ):
            if found := re.search(pattern, page.text):
                setattr(self, name, found[1])
        return page


@dataclass
class ServedOffice:
    """The office on its database, and where its pages are served."""

    office: FullOffice
    address: str
    log: Path
    server: subprocess.Popen[bytes] | Forked | None = None
    settings: dict[str, str] = field(default_factory=dict)
    _clients: list[httpx.Client] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """The process that was started."""
        assert self.server is not None
        return self.server.pid

    def wait_gone(self, seconds: float) -> int:
        """The exit code of a server that was asked to end."""
        assert self.server is not None
        return self.server.wait(seconds)

    def visitor(self, login: str | None = None) -> SocketVisitor:
        """A citizen, or a member of staff with a running session."""
        number = next(_visitors)
        limits = httpx.Limits(keepalive_expiry=_IDLE_SECONDS)
        local = f"127.7.{number // 250}.{2 + number % 250}"
        transport = httpx.HTTPTransport(local_address=local, limits=limits, verify=TRUSTS_NOBODY)
        client = httpx.Client(base_url=self.address, transport=transport, timeout=_START_SECONDS)
        self._clients.append(client)
        if login is not None:
            client.cookies.set("jb_session", session_of(self.office, login))
        return SocketVisitor(client)

    @contextmanager
    def page(self, browser: Browser, width: int, login: str | None = None) -> Iterator[Page]:
        """A page in Chromium, which fails on any error that the console reports; signed in when a login is given."""
        with watched_page(browser, width, base_url=self.address) as page:
            if login is not None:
                token = session_of(self.office, login)
                page.context.add_cookies([{"name": "jb_session", "value": token, "url": self.address}])
            yield page

    def close(self) -> None:
        """Let go of all connections."""
        for client in self._clients:
            client.close()


@contextmanager
def serve_office(
    folder: Path, template: Path, *, command: str = "deploy", settings: Mapping[str, str] | None = None
) -> Iterator[ServedOffice]:
    """An office in `folder`, begun as a copy of a set-up database, with its pages served until the end of the block.

    `command`: the module that starts the product, where something is planted before. `settings`: by their variables.
    """
    shutil.copyfile(template, folder / "jieban.sqlite3")
    database = Database(f"sqlite:///{folder / 'jieban.sqlite3'}")
    office = FullOffice(database, ServedClock(database), folder=folder, system_clock=SystemClock())
    web, rest = free_ports(2)
    served = ServedOffice(office, f"http://127.0.0.1:{web}", folder / "web.log")
    served.settings = {"JIEBAN_WEB_PORT": str(web), "JIEBAN_REST_PORT": str(rest), **(settings or {})}
    try:
        start_server(served, command)
        yield served
    finally:
        served.close()
        assert served.server is not None
        served.server.terminate()
        served.server.wait(_STOP_SECONDS)
        database.dispose()


def start_server(served: ServedOffice, command: str, *options: str, is_apart: bool = False) -> None:
    """Serve its pages; returns when they answer. `is_apart`: another command as the first process of a group too."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JIEBAN_")}
    own = {"JIEBAN_DATA": str(served.office.folder), "JIEBAN_KEY_FILE": str(key_file_of_this_process())}
    environment = inherited | own | served.settings
    if command == "deploy" and not options:
        served.server = fork_command("web", environment, served.log)
    else:
        served.server = _start_alone((command, "web", *options), environment, served.log, is_apart=is_apart)
    _wait_until_serving(served.server, served)


def _start_alone(
    command: Sequence[str], environment: dict[str, str], log: Path, *, is_apart: bool
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            (sys.executable, "-m", *command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=_ROOT,
            start_new_session=is_apart,
        )


def _wait_until_serving(server: subprocess.Popen[bytes] | Forked, served: ServedOffice) -> None:
    limit = time.monotonic() + _START_SECONDS
    while not _is_serving(served.address):
        assert server.poll() is None, served.log.read_text()[-3000:]
        assert time.monotonic() < limit, f"does not serve: {served.log.read_text()[-3000:]}"
        time.sleep(_POLL_SECONDS)


def _is_serving(address: str) -> bool:
    try:
        return httpx.get(address, timeout=_START_SECONDS, verify=TRUSTS_NOBODY).is_success
    except httpx.HTTPError:
        return False


def _seconds_to(moment: datetime) -> float:
    return (moment - SystemClock().now()).total_seconds()
