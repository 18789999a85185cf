"""`python -m tests.backup.killed_upgrade STEP`: bring the office of JIEBAN_DATA to this release again and again.

Each time a fork of this process, which has read all code, is killed before its 1st, 1+STEPth, 1+2*STEPth ... statement,
until one comes to the end. One JSON line a run: how many statements were begun, what the process ended with, and at which
revision the tables stand then.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from deploy.office import open_office
from deploy.settings import Settings, load_settings
from deploy.wiring import open_database
from models.store.migrations import current_revision


def main(step: int) -> None:
    """Run after run on the same office."""
    settings = load_settings(
        {name: value for name, value in os.environ.items() if name.startswith("JIEBAN_")}
    )
    counter = Path(os.environ["COUNTER"])
    for place in itertools.count(1, step):
        counter.write_bytes(b"")
        pid = os.fork()
        if pid == 0:
            _count(counter, place)
            open_office(settings, lambda _line: None)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        ended = {
            "begun": counter.stat().st_size,
            "ended": os.waitstatus_to_exitcode(status),
            "revision": _revision(settings),
        }
        print(json.dumps(ended), flush=True)
        if not status:
            return


def _revision(settings: Settings) -> str | None:
    database = open_database(settings)
    try:
        return current_revision(database)
    finally:
        database.dispose()


def _count(counter: Path, place: int) -> None:
    descriptor = os.open(counter, os.O_WRONLY | os.O_APPEND)
    begun = 0

    @event.listens_for(Engine, "before_cursor_execute")
    def before(*_of_statement: Any) -> None:
        nonlocal begun
        begun += 1
        os.write(descriptor, b".")
        if begun == place:
            os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(int(sys.argv[1]))
