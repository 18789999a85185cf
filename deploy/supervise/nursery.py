"""A process that has read the code once and forks from it those that serve, whenever it is asked to.

It has one thread and opens nothing, so that a fork begins as if it had been started by itself. Each fork is a child of the
process that asked, not of the nursery, by a process between the two that ends at once: who asked learns of its end and takes
it along into its own, and the end of the nursery is nobody else's.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from deploy.supervise.forked import Forked
from deploy.supervise.kinship import adopting, die_with_parent
from deploy.supervise.title import set_title

_READ = b"read\n"
_GO = b"."
_NOT_BEGUN = 75  # sysexits.h: tried again
_NUMBER_BYTES = 32
_ANSWER_SECONDS = 60.0  # it may read code of a command before it forks
_FIRST_OWN = 3  # behind the standard ones


class Nursery:
    """The end of who asks: any thread of the process that began it."""

    def __init__(
        self, program: Sequence[str], asked: socket.socket, process: Forked | subprocess.Popen[bytes]
    ) -> None:
        """`program` begins each command that it forks; `process` is the nursery itself."""
        self.process = process
        self.answer_seconds = _ANSWER_SECONDS
        self._program = tuple(program)
        self._asked = asked
        self._answers = asked.makefile("rb")
        self._has_read = False
        self._turn = threading.Lock()

    def wait_until_read(self) -> None:
        """Until it has read the code, or has ended."""
        with suppress(OSError):
            if not self._has_read:
                self._has_read = self._answers.readline() == _READ
                self._asked.settimeout(self.answer_seconds)

    def fork(self, command: Sequence[str], output: int, environment: Mapping[str, str]) -> Forked | None:
        """Run this command with these variables in a session of its own; what it says goes to the file `output`.

        None where it has to be started by itself: another program, or one that is not on the disk any more as it was read;
        or the nursery is gone.
        """
        if tuple(command[: len(self._program)]) != self._program:
            return None
        order = {
            "command": command,
            "words": command[len(self._program) :],
            "environment": dict(environment),
        }
        with self._turn, adopting():
            try:
                self.wait_until_read()
                socket.send_fds(self._asked, [_GO], [output])
                self._asked.sendall(json.dumps(order).encode() + b"\n")
                pid = int(self._answers.readline() or 0)
                return Forked(pid) if pid else None
            except OSError:  # also where no process can be adopted
                self.process.kill()  # nobody begins later, beside who is started instead
                return None
            except BaseException:
                self.process.kill()  # an answer that nobody took would be the next one's
                raise

    def close(self) -> None:
        """End it; what it has forked goes on."""
        self.process.kill()
        self.process.wait()
        self._answers.close()
        self._asked.close()


def begin_nursery(program: Sequence[str], run: Callable[[socket.socket], None]) -> Nursery:
    """Fork it from this process, which must have one thread, and no file open that it read of its code.

    `run` reads there what is missing of the code and serves by `serve_forks`; what it does in a fork ends by `sys.exit`.
    """
    mine, its = socket.socketpair()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    keeper = os.getpid()
    if pid := os.fork():
        its.close()
        return Nursery(program, mine, Forked(pid))
    mine.close()  # its number is given to another file, which the end of this socket must not close
    _belong_to(keeper)
    os.setsid()  # keys of a terminal are for its keeper
    _move(os.open(os.devnull, os.O_RDONLY), 0)
    _close_all_but(its.fileno())
    set_title(f"{' '.join(program)} (nursery)")
    run(its)
    os._exit(0)


def serve_forks(asked: socket.socket, may_fork: Callable[[Sequence[str]], bool]) -> Sequence[str] | None:
    """Fork until nobody asks any more; returns the words of its command in each fork, and None in the end in the nursery.

    `may_fork`: whether the code is read for a command of these words, and still the one that lies on the disk.
    """
    keeper = os.getppid()
    asked.sendall(_READ)
    lines = asked.makefile("rb")
    while (told := socket.recv_fds(asked, len(_GO), 1))[0]:
        order, output = json.loads(lines.readline()), told[1][0]
        pid = _fork_for(keeper, asked) if may_fork(order["words"]) else None
        if pid == 0:
            lines.close()
            asked.close()
            _become(order["command"], order["environment"], output)
            return tuple(order["words"])
        os.close(output)
        if pid is None:
            asked.sendall(b"0\n")
    return None


def _fork_for(keeper: int, asked: socket.socket) -> int | None:
    """A child of the keeper, who is told its number: 0 in the child, None where no process can be made."""
    here, there = socket.socketpair()
    with here, there:
        try:
            between = os.fork()
        except OSError:
            return None
        if between == 0:
            _fork_on(here, there)
            _belong_to(keeper)
            return 0
        there.close()
        pid = int(here.recv(_NUMBER_BYTES) or 0)
        os.waitpid(between, 0)  # from now on it is the keeper's
        if pid:
            asked.sendall(f"{pid}\n".encode())
            with suppress(OSError):  # it was killed meanwhile
                here.sendall(_GO)
        return pid or None


def _fork_on(here: socket.socket, there: socket.socket) -> None:
    """The process between: it ends here, its child comes back once it is known to who asked."""
    try:
        if os.fork():
            os._exit(0)
        here.close()
        os.setsid()
        there.sendall(str(os.getpid()).encode())
        is_known = there.recv(len(_GO)) == _GO
    except OSError:
        is_known = False
    if not is_known:
        os._exit(_NOT_BEGUN)


def _belong_to(keeper: int) -> None:
    """Live as long as the keeper does, and not at all where it has ended meanwhile."""
    die_with_parent()
    if os.getppid() != keeper:
        os._exit(_NOT_BEGUN)


def _close_all_but(own: int) -> None:
    """What the keeper was given by who started it is not for its parts."""
    for file in map(int, os.listdir("/proc/self/fd")):
        if file >= _FIRST_OWN and file != own:
            with suppress(OSError):  # the look itself had one
                os.close(file)


def _become(command: Sequence[str], environment: Mapping[str, str], output: int) -> None:
    """Take on what a process is given when it is started."""
    _move(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    _move(output, 2)
    # Its keeper hears this one: nobody whom it starts inherits that it was ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    set_title(" ".join(command))


def _move(file: int, place: int) -> None:
    os.dup2(file, place)
    os.close(file)
