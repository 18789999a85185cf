"""The product's processes as forks of one that has read their code, as `jieban up` starts them; a test gets one like a `Popen`.

To read the code of the pages takes longer than most tests of a served office; a test process does so once, part by part as
they are asked for. What runs is the `jieban` command over the settings it was given, in a process of its own, whose code
nobody ran before the fork. `python -m deploy` itself is started in tests/up.
"""

from __future__ import annotations

import atexit
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.office_nursery import PROGRAM, read_code_of, run_command
from deploy.supervise.forked import Forked
from deploy.supervise.nursery import Nursery, serve_forks

ROOT = Path(__file__).parent.parent


# To read the code of a part on a busy machine.
ANSWER_SECONDS = 300.0

_begun: list[Nursery] = []


def nursery_of_this_process() -> Nursery:
    """Started by itself, since a test process has threads and much open; another one where it has ended."""
    if _begun and _begun[-1].process.poll() is None:
        return _begun[-1]
    mine, its = socket.socketpair()
    with its:
        process = subprocess.Popen(
            (sys.executable, "-m", "tests.nursery", str(its.fileno())), pass_fds=[its.fileno()], cwd=ROOT
        )
    nursery = Nursery(PROGRAM, mine, process)
    nursery.answer_seconds = ANSWER_SECONDS
    _begun.append(nursery)
    atexit.register(nursery.close)
    return nursery


def fork_command(name: str, environment: Mapping[str, str], log: Path) -> Forked:
    """Run `python -m deploy NAME` with this environment; what it says is added to the log."""
    with log.open("ab") as output:
        forked = nursery_of_this_process().fork((*PROGRAM, name), output.fileno(), environment)
    assert forked is not None, "the process that forks has ended"
    return forked


def serve(asked: socket.socket) -> None:
    """Fork until nobody asks any more; in each fork be the process that was asked for."""
    words = serve_forks(asked, _read)
    if words is not None:
        run_command(words)


def _read(words: Sequence[str]) -> bool:
    """A source that is edited while tests run is not read anew."""
    read_code_of(words[0])
    return True


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
