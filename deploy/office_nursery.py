"""The parts of an office as forks of a process that has read the code of all of them once."""

from __future__ import annotations

import runpy
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Final

from deploy.read_code import code_on_disk, reading_code
from deploy.supervise.nursery import Nursery, begin_nursery, serve_forks

PROGRAM: Final = (sys.executable, "-m", "deploy")
# What the command of this name reads before it serves.
CODE: Final = {
    "engine": ("engine.__main__", "engine.server", "deploy.keys_seen", "deploy.log_setup"),
    "workers": ("workers.main", "deploy.wiring"),
    "web": ("api.app", "deploy.web_server"),
}


@contextmanager
def office_nursery() -> Iterator[Nursery | None]:
    """From a process that has read no settings and opened nothing yet; None where the system does not know what it needs.

    Its forks come back from here by `sys.exit`, as the command that each of them was asked for.
    """
    nursery = begin_nursery(PROGRAM, _serve) if sys.platform == "linux" else None
    try:
        yield nursery
    finally:
        if nursery is not None:
            nursery.close()


def read_code_of(name: str) -> None:
    """What the command of this name would read."""
    with reading_code():
        list(map(import_module, (f"deploy.cli.{name}", *CODE[name])))


def run_command(words: Sequence[str]) -> None:
    """What `python -m deploy` would do with these words."""
    sys.argv = ["deploy", *words]
    runpy.run_module("deploy", run_name="__main__", alter_sys=True)


def _serve(asked: socket.socket) -> None:
    for name in CODE:
        read_code_of(name)
    as_read = code_on_disk()
    words = serve_forks(asked, lambda _words: code_on_disk() == as_read)
    if words is not None:
        run_command(words)
