"""A process of gunicorn that serves the pages through the door: gunicorn starts, watches and ends it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from typing import Any

from gunicorn.workers.base import Worker

from deploy.door.connections import Entrance
from deploy.door.desk import Desk
from deploy.door.limits import LARGE_BODIES, DoorLimits
from deploy.supervise.kinship import die_with_parent

_BEAT_SECONDS = 1.0
_POLL_SECONDS = 0.02


class DoorWorker(Worker):  # type: ignore[misc]  # gunicorn ships no types
    """One event loop at the door, a few threads behind it."""

    def init_process(self) -> None:
        """Die with the arbiter, however it dies: a port that is held by an orphan could not be taken again."""
        die_with_parent()
        super().init_process()

    def init_signals(self) -> None:
        """Signals arrive in the loop; a process that the application starts has its end told to who started it."""
        for number in self.SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        for number in (signal.SIGUSR1, signal.SIGWINCH):  # gunicorn's signs for logs and terminals
            signal.signal(number, signal.SIG_IGN)

    def run(self) -> None:
        """Serve until SIGTERM; then finish what is under way within the arbiter's grace."""
        asyncio.run(self._serve())
        # The interpreter looks through all objects several times when it ends: half a second of work, for nothing.
        gc.freeze()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            loop.add_signal_handler(number, stopped.set)
        desk = Desk(self.wsgi, limits_of(self.cfg.workers))
        entrances = [Entrance(listener.sock, desk.connections) for listener in self.sockets]
        for entrance in entrances:
            entrance.open()
        while not stopped.is_set() and self.ppid == os.getppid():
            self.notify()
            try:
                await asyncio.wait_for(stopped.wait(), _BEAT_SECONDS)
            except TimeoutError:
                continue
        for entrance in entrances:
            entrance.close()
        await self._finish(desk)

    async def _finish(self, desk: Desk) -> None:
        ends_at = asyncio.get_running_loop().time() + self.cfg.graceful_timeout - 0.5
        desk.connections.pre_shutdown()  # whoever is being answered is told that the connection ends
        while desk.connections.busy and asyncio.get_running_loop().time() < ends_at:
            desk.connections.let_idle_go()
            await asyncio.sleep(_POLL_SECONDS)
        desk.close()


def limits_of(workers: int) -> DoorLimits:
    """Of each of so many processes: what the machine has once, they share."""
    return DoorLimits(sign_ins=max(1, 2 // workers), large_bodies=max(4, LARGE_BODIES // workers))


def options_of(workers: int, grace_seconds: int) -> dict[str, Any]:
    """What gunicorn is told about these processes."""
    return {
        "worker_class": DoorWorker,
        "workers": workers,
        "graceful_timeout": grace_seconds,
        "timeout": 60,
        "backlog": 1024,
        # Nobody steers gunicorn but by signals; its control socket is one more thing to close, and takes seconds to.
        "control_socket_disable": True,
    }
