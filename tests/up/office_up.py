"""`jieban up` on an office of a test, as a process of its own, with what a person or the system does to it."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import httpx

from deploy.office import ACCOUNTS_FILE
from deploy.office_nursery import CODE
from deploy.plain_http import TRUSTS_NOBODY
from deploy.replay.office import Office
from tests.free_ports import free_ports

ROOT = Path(__file__).parents[2]
LIMIT_SECONDS = 60.0  # on a machine that does other work too
CITIZENS_PER_START = 40
_starts = itertools.count()
FOREIGN = ("JIEBAN_", "ZEEBE_ADDRESS", "CAMUNDA_REST_ADDRESS", "SEARCH_LAG_MS")


def settings_of(data: Path) -> dict[str, str]:
    """Settings of an office on free ports, without any of the machine's own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    names = ("JIEBAN_WEB_PORT", "JIEBAN_GRPC_PORT", "JIEBAN_REST_PORT")
    ports = {name: str(port) for name, port in zip(names, free_ports(3), strict=True)}
    return inherited | ports | {"JIEBAN_DATA": str(data)}


class OfficeUp:
    """A started `jieban up`; `lines` is what it said so far."""

    def __init__(
        self, environment: dict[str, str], *options: str, command: tuple[str, ...] = ("-m", "deploy", "up")
    ) -> None:
        self.environment = environment
        self.address = f"http://127.0.0.1:{environment['JIEBAN_WEB_PORT']}"
        self.lines: list[str] = []
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, *command, *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        accounts = json.loads((Path(environment["JIEBAN_DATA"]) / ACCOUNTS_FILE).read_text("utf-8"))
        self.people = Office(self.address, {login: entry["password"] for login, entry in accounts.items()})
        # Filings are limited by address and hour, over restarts too: each start has citizens of its own.
        self.people._citizens = next(_starts) * CITIZENS_PER_START

    @property
    def said(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)

    def wait_serving(self) -> float:
        """Wait for the line that it serves; the seconds since the command was started."""
        self.wait_until(lambda: "serving after" in self.said)
        return time.monotonic() - self.began

    def wait_until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition; fails with everything that was said."""
        limit = time.monotonic() + LIMIT_SECONDS
        while not condition():
            assert time.monotonic() < limit, f"did not happen; said:\n{self.said}"
            time.sleep(0.05)

    def children(self) -> dict[str, int]:
        """Process ids by name of the parts that live."""
        return {words[-1]: pid for pid, words in self._started().items() if words[-1] in CODE}

    def nursery(self) -> int:
        """The process that forks them; fails where there is none."""
        return next(pid for pid, words in self._started().items() if words[-1] == "(nursery)")

    def _started(self) -> dict[int, list[str]]:
        """The words of its living children, as `ps` shows them."""
        pid = self.process.pid
        found = {}
        for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
            words = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode().split()
            if words and not is_gone(child):
                found[child] = words
        return found

    def serves(self) -> bool:
        """Whether every part serves."""
        try:
            return bool(
                httpx.get(f"{self.address}/healthz", timeout=2.0, verify=TRUSTS_NOBODY).json()["status"]
                == "ready"
            )
        except (httpx.HTTPError, ValueError):
            return False

    def file(self) -> str:
        """File a complaint on the public page; its number from the receipt."""
        fields = {
            "submission_id": uuid.uuid4().hex,
            "content": "9月3日下午，C03窗口要我补一张指南上没有的证明。",
            "wanted": "按公布的办事指南收件",
            "name": "简一趟",
            "phone": "19900000201",
            "privacy_notice_version": "2026-07",
        }
        return self.people.file(fields).number

    def terminate(self) -> tuple[int, float]:
        """SIGTERM; the exit code and the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(LIMIT_SECONDS)
        return code, time.monotonic() - began

    def close(self) -> None:
        """End it however it is; its children go with it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.people.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))


def is_gone(pid: int) -> bool:
    """Whether a process ended; a zombie counts as gone."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return re.sub(r".*\) ", "", state, count=1, flags=re.DOTALL).startswith("Z")
