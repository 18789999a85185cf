"""A real office on a machine where engine, workers and web run as units of their own, without `jieban up`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.plain_http import TRUSTS_NOBODY
from deploy.replay.office import Office
from deploy.settings import load_settings
from deploy.wiring import open_database
from models.case.task import Task
from models.store.database import Database
from tests.served_office import SocketVisitor
from tests.up.office_up import LIMIT_SECONDS, ROOT, settings_of

STOP_SECONDS = 12.0
FILING = {
    "content": "9月3日下午，C03窗口要我补一张指南上没有的证明。",
    "wanted": "按公布的办事指南收件",
    "name": "简一趟",
    "phone": "19900000201",
    "privacy_notice_version": "2026-07",
}


@dataclass
class SingleUnits:
    """The commands of an administrator, and the processes that his units run."""

    data: Path
    environment: dict[str, str] = field(init=False)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _database: Database | None = None

    def __post_init__(self) -> None:
        self.environment = settings_of(self.data)

    @property
    def address(self) -> str:
        """Base address of the pages."""
        return f"http://127.0.0.1:{self.environment['JIEBAN_WEB_PORT']}"

    def log_of(self, name: str) -> Path:
        """What the unit's process wrote to stderr, which the journal would keep."""
        return self.data.parent / f"{name}.log"

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command to its end; what it said and its exit code."""
        return subprocess.run(
            [sys.executable, "-m", "deploy", *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS,
            check=False,
        )

    def popen(self, *words: str) -> subprocess.Popen[bytes]:
        """A command that goes on beside others."""
        return subprocess.Popen([sys.executable, "-m", "deploy", *words], env=self.environment, cwd=ROOT)

    def start(self, name: str, options: Sequence[str] = ()) -> None:
        """Start a unit without waiting for it."""
        with self.log_of(name).open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "deploy", name, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                cwd=ROOT,
            )

    def start_all(self) -> None:
        """Start the three units and wait until each serves."""
        for name in ("engine", "workers", "web"):
            self.start(name)
        self.wait_until(lambda: self.answers("/livez"), "the pages answer")

    def stop(self, name: str) -> None:
        """End it as systemd does."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, self.log_of(name).read_text()[-3000:]

    def wait_until(self, condition: Callable[[], object], told: str) -> None:
        """Wait for a condition; fails with what the units wrote."""
        limit = time.monotonic() + LIMIT_SECONDS
        while not condition():
            for name, process in self.processes.items():
                assert process.poll() is None, f"{name} ended: {self.log_of(name).read_text()[-3000:]}"
            logs = {name: self.log_of(name).read_text()[-1500:] for name in self.processes}
            assert time.monotonic() < limit, f"did not happen: {told}; {logs}"
            time.sleep(0.05)

    def answers(self, path: str) -> bool:
        """Whether a page of the office answers with success."""
        try:
            return httpx.get(f"{self.address}{path}", timeout=2.0, verify=TRUSTS_NOBODY).is_success
        except httpx.HTTPError:
            return False

    def file(self) -> str:
        """File a complaint on the public page as a citizen; its number from the receipt."""
        people = Office(self.address, {})
        try:
            return people.file(FILING | {"submission_id": uuid.uuid4().hex}).number
        finally:
            people.close()

    def file_as_a_browser(self, **headers: str) -> str:
        """File a complaint; the id that the answer gives the request."""
        with httpx.Client(base_url=self.address, timeout=LIMIT_SECONDS, headers=headers) as client:
            visitor = SocketVisitor(client)
            visitor.get("/complaints/new")
            answer = visitor.post("/complaints/new", FILING | {"submission_id": uuid.uuid4().hex})
        assert answer.is_success, answer.text[-2000:]
        return answer.headers["X-Request-Id"]

    def tasks(self) -> list[Task]:
        """All tasks that the office knows."""
        if self._database is None:
            own = {name: value for name, value in self.environment.items() if name.startswith("JIEBAN_")}
            self._database = open_database(load_settings(own))
        with self._database.read() as session:
            return list(session.query(Task))

    def close(self) -> None:
        """Kill what still runs."""
        for process in self.processes.values():
            process.kill()
            process.wait()
        if self._database is not None:
            self._database.dispose()
