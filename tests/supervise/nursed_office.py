"""A supervisor of two processes that a nursery forks, as a process of its own so that it can be killed.

Each part says what it finds itself to be and lives on; a file `PART.ends` has it end with the code that stands there.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.supervise.child import Child, ChildSpec
from deploy.supervise.log import ProcessLog
from deploy.supervise.nursery import begin_nursery, serve_forks
from deploy.supervise.supervisor import Hooks, Progress, Supervisor

PARTS = ("engine", "web")
PART = "part"
PROGRAM = (sys.executable, "-m", "tests.supervise.nursed_office", PART)


def live(words: Sequence[str]) -> None:
    """What a part does, forked or started by itself."""
    name, folder = words[0], Path(words[1])
    ends = folder / f"{name}.ends"
    if ends.exists():
        code = int(ends.read_text())
        ends.unlink()
        # What it opens is its own until its very end.
        kept = os.open(folder / f"{name}.kept", os.O_CREAT | os.O_WRONLY)
        atexit.register(os.write, kept, b"whole")
        sys.exit(code)
    me = os.getpid()
    found = {
        "pid": me,
        "parent": os.getppid(),
        "session": os.getsid(0),
        "is_forked": "start" in sys.orig_argv,
        "title": Path("/proc/self/cmdline").read_bytes().replace(b"\0", b" ").decode().split(),
        "variable": os.environ.get("OF_THE_OFFICE"),
        "files": {number: os.readlink(f"/proc/{me}/fd/{number}") for number in _files()},
        "signals": [str(signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)],
    }
    with (folder / f"{name}.pids").open("a") as file:
        file.write(f"{me}\n")
    print(json.dumps(found), flush=True)
    signal.pause()


def _files() -> list[str]:
    """Those that last: the look itself opens one."""
    return [number for number in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{number}")]


def serve(asked: socket.socket) -> None:
    """In the nursery; a file `changed` says that the program on the disk is another one."""
    folder = Path(sys.argv[1])
    words = serve_forks(asked, lambda _words: not (folder / "changed").exists())
    if words is not None:
        live(words)
        sys.exit(0)


def main() -> int:
    """The supervisor."""
    nursery = begin_nursery(PROGRAM, serve)
    folder = Path(sys.argv[1])
    # Set after the nursery began: whoever is forked gets it none the less.
    os.environ["OF_THE_OFFICE"] = "简一趟"
    children = []
    for name in PARTS:
        begun = (folder / f"{name}.pids").exists
        spec = ChildSpec(name, (*PROGRAM, name, str(folder)), begun, stop_seconds=1.0)
        children.append(Child(spec, ProcessLog(name, folder), nursery))

    def say(text: str) -> None:
        print(text, flush=True)

    return Supervisor(children, Progress(say, say)).run(
        Hooks(when_serving=lambda: say(f"nursery {nursery.process.pid}"))
    )


if __name__ == "__main__":
    if sys.argv[1] == PART:
        live(sys.argv[2:])
    else:
        sys.exit(main())
