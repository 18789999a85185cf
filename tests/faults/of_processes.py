"""Faults of processes, their limits and the ports they listen on."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.faults.scene import Fault, Scene
from tests.up.office_up import is_gone

_SOCKETS = 40


def killed(name: str) -> Fault:
    """SIGKILL, once."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        pid = scene.pid(name)
        os.kill(pid, signal.SIGKILL)
        scene.up.wait_until(lambda: is_gone(pid))
        yield

    return fault


def stopped(name: str) -> Fault:
    """SIGSTOP with all it started, and on again."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        pids = [scene.pid(name), *_children(scene.pid(name))]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
        for pid in pids:
            os.kill(pid, signal.SIGCONT)

    return fault


@contextmanager
def all_killed(scene: Scene) -> Iterator[None]:
    """Every process at the same moment, but the supervisor."""
    for pid in scene.up.children().values():
        os.kill(pid, signal.SIGKILL)
    yield


@contextmanager
def supervisor_killed(scene: Scene) -> Iterator[None]:
    """SE-51: `up` dies, its processes with it, and is started again at once."""
    before = scene.up
    before.process.kill()
    before.process.wait()
    scene.up = scene.restart()
    before.close()
    yield


@contextmanager
def web_worker_killed(scene: Scene) -> Iterator[None]:
    """The process behind the web server that answers the requests."""
    os.kill(_children(scene.pid("web"))[0], signal.SIGKILL)
    yield


def limited(name: str, what: int, soft: int) -> Fault:
    """A limit of the system that a running process suddenly meets (size of files, number of files, memory)."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        pids = [scene.pid(name), *_children(scene.pid(name))]
        before = {pid: resource.prlimit(pid, what) for pid in pids}
        for pid, (_, hard) in before.items():
            resource.prlimit(pid, what, (soft, hard))
        yield
        for pid, limits in before.items():
            if not is_gone(pid):
                resource.prlimit(pid, what, limits)

    return fault


def memory_limited(name: str) -> Fault:
    """No further memory for a process than it has."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        pages = int(Path(f"/proc/{scene.pid(name)}/statm").read_text().split()[0])
        with limited(name, resource.RLIMIT_AS, pages * resource.getpagesize())(scene):
            yield

    return fault


def port_taken(name: str, setting: str) -> Fault:
    """The process dies and somebody else listens on its port when it comes back."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        pids = [scene.pid(name), *_children(scene.pid(name))]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            scene.up.wait_until(lambda: _binds(other, int(scene.up.environment[setting])))
            other.listen()
            yield

    return fault


def half_open(setting: str, begins: bytes) -> Fault:
    """Connections that begin a request and say no more."""

    @contextmanager
    def fault(scene: Scene) -> Iterator[None]:
        with ExitStack() as stack:
            for _ in range(_SOCKETS):
                port = int(scene.up.environment[setting])
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), 5))
                connection.sendall(begins)
            yield

    return fault


def _binds(other: socket.socket, port: int) -> bool:
    try:
        other.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
