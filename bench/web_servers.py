"""Servers of the pages compared: how a normal page fares while a crowd holds connections and makes no use of them.

Each server runs the same small application (a page that reads SQLite and renders, a form that is written under a lock)
with two processes where it can. Run by hand (`python -m bench.web_servers`, a crowd of 3,000 for each server takes its
time, so not by `make bench`); servers that are not products of this project's locks are measured when they are installed
in the environment named by SERVERS (a Python interpreter), else left out with that reason.
"""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
APP = "bench.small_pages:application"
LIMIT_SECONDS = 5.0  # a page that takes longer counts as not served
CROWDS = (8, 200, 3_000)
HALVES = {
    "nothing": b"",
    "half head": b"GET / HTTP/1.1\r\nHost: office\r\nX-Slow",
    "half body": b"POST /form HTTP/1.1\r\nHost: office\r\nContent-Length: 1000\r\n\r\ncontent=",
    "no reader": b"GET /large HTTP/1.1\r\nHost: office\r\n\r\n",
}
REQUESTS, AT_ONCE, STOPS = 600, 8, 3

SERVERS: dict[str, tuple[str, ...]] = {
    "gthread 1x8": ("gunicorn", "-k", "gthread", "-w", "1", "--threads", "8", "-b", "127.0.0.1:{port}", APP),
    "gthread 2x32": ("gunicorn", "-k", "gthread", "-w", "2", "--threads", "32", "-b", "127.0.0.1:{port}", APP),
    "waitress 1x8": (
        "waitress", "--threads=8", "--connection-limit=4000", "--asyncore-use-poll", "--listen=127.0.0.1:{port}", APP,
    ),
    "granian 2x4": (
        "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "5",
        "--port", "{port}", "--log-level", "error", APP,
    ),
    "cheroot 1x8": ("cheroot", "--threads", "8", "--bind", "127.0.0.1:{port}", APP),
    "uvicorn+a2wsgi 2": ("uvicorn", "--workers", "2", "--port", "{port}", "--log-level", "error", "bench.small_pages:asgi"),
    "hypercorn 2": ("hypercorn", "-w", "2", "-b", "127.0.0.1:{port}", "wsgi:" + APP),
    "door 2x6": (
        "gunicorn", "-k", "deploy.door.worker.DoorWorker", "-w", "2", "--graceful-timeout", "3", "-b", "127.0.0.1:{port}", APP,
    ),
}  # fmt: skip


@dataclass
class Figures:
    """What was measured of one server; seconds, requests a second, MB."""

    pages: dict[str, float] = field(default_factory=dict)
    rate: float = 0.0
    post_rate: float = 0.0
    memory: float = 0.0
    stop: float = 0.0
    lost: int = 0


@contextmanager
def serving(command: tuple[str, ...], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server as a process of its own group, until the end of the block."""
    python = (
        sys.executable if "deploy.door" in " ".join(command) else os.environ.get("SERVERS", sys.executable)
    )
    module, *rest = (word.format(port=port) for word in command)
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(  # noqa: S603 - the commands above
            [python, "-m", module, *rest],
            cwd=ROOT,
            env={**os.environ, "SMALL_PAGES": folder, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until(lambda: process.poll() is not None or page(port) < LIMIT_SECONDS)
            if process.poll() is not None:
                raise RuntimeError("not installed")
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def measure(name: str, port: int) -> Figures:
    """All figures of one server; each crowd meets a server that was started for it."""
    figures = Figures()
    with serving(SERVERS[name], port) as process:
        figures.rate = rate(lambda client: client.get(f"http://127.0.0.1:{port}/").raise_for_status())
        figures.post_rate = rate(
            lambda client: client.post(
                f"http://127.0.0.1:{port}/form", content=b"x" * 2_000
            ).raise_for_status()
        )
        figures.memory = memory_of(process.pid)
    for kind, words in HALVES.items():
        for count in CROWDS[:2] if kind == "no reader" else CROWDS:
            with serving(SERVERS[name], port), crowd(port, count, words):
                figures.pages[f"{kind} {count}"] = typical_page(port)
    for _ in range(STOPS):
        with serving(SERVERS[name], port) as process:
            took, lost = stop_under_load(process, port)
            figures.stop, figures.lost = max(figures.stop, took), figures.lost + lost
    return figures


def page(port: int) -> float:
    """Seconds of a page over a connection of its own; the limit when it does not come."""
    began = time.monotonic()
    try:
        httpx.get(f"http://127.0.0.1:{port}/", timeout=LIMIT_SECONDS).raise_for_status()
    except httpx.HTTPError:
        return LIMIT_SECONDS
    return time.monotonic() - began


def typical_page(port: int) -> float:
    """The middle of three; the first alone when it never came."""
    first = page(port)
    return first if first >= LIMIT_SECONDS else statistics.median((first, page(port), page(port)))


@contextmanager
def crowd(port: int, count: int, words: bytes) -> Iterator[None]:
    """Connections that have sent these words, until the end of the block; some servers take not all."""
    clients: list[socket.socket] = []
    try:
        for number in range(count):
            client = socket.socket()
            client.settimeout(1.0)
            client.bind((f"127.9.{number // 250}.{1 + number % 250}", 0))
            try:
                client.connect(("127.0.0.1", port))
                client.sendall(words)
            except OSError:
                client.close()
                break
            clients.append(client)
        time.sleep(0.3)
        yield
    finally:
        for client in clients:
            client.close()


def rate(ask: Callable[[httpx.Client], object]) -> float:
    """Requests a second by several clients that keep their connections."""

    def run(_number: int) -> None:
        with httpx.Client(timeout=60) as client:
            for _ in range(REQUESTS // AT_ONCE):
                with suppress(httpx.TransportError):
                    ask(client)

    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(run, range(AT_ONCE)))
    return REQUESTS / (time.monotonic() - began)


def stop_under_load(process: subprocess.Popen[bytes], port: int) -> tuple[float, int]:
    """Seconds from SIGTERM to the end; how many requests that were begun well before got no answer."""

    def ask(_number: int) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/slow", timeout=20).is_success
        except httpx.HTTPError:
            return False

    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask, number) for number in range(4)]
        time.sleep(0.5)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        lost = sum(not each.result() for each in asked)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            return 20.0, lost
    return time.monotonic() - began, lost


def memory_of(pid: int) -> float:
    """MB of a process and all that it started (proportional, so that what is shared counts once)."""
    total = 0.0
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            group = int((entry / "stat").read_text().rpartition(")")[2].split()[2])
            if group == pid:
                lines = (entry / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def wait_until(condition: Callable[[], object]) -> None:
    """For at most half a minute."""
    limit = time.monotonic() + 30
    while not condition() and time.monotonic() < limit:
        time.sleep(0.1)


def main() -> None:
    """Print a table; the first server is what the others are compared with."""
    heads = f"{'server':18} {'page/s':>7} {'ratio':>6} {'POST/s':>7} {'MB':>5} {'stop s':>7} {'lost':>5}"
    _tell(f"{heads}  seconds of a page among ...")
    first = 0.0
    chosen = sys.argv[1:] or list(SERVERS)
    for place, name in enumerate(chosen):
        try:
            told = measure(name, 27_100 + place)
        except RuntimeError as reason:
            _tell(f"{name:18} left out: {reason}")
            continue
        first = first or told.rate
        pages = ", ".join(
            f"{kind}: {'-' if took >= LIMIT_SECONDS else f'{took:.2f}'}" for kind, took in told.pages.items()
        )
        _tell(
            f"{name:18} {told.rate:7.0f} {told.rate / first:6.2f} {told.post_rate:7.0f} {told.memory:5.0f}"
            f" {told.stop:7.1f} {told.lost:5}  {pages}"
        )


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
