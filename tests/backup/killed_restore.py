"""`python -m tests.backup.killed_restore BACKUP STEP`: restore to the settings' places again and again, killed later each time.

A fork of this process is killed before the 1st, 1+STEPth, 1+2*STEPth ... thing that it does to a file of the data folder,
until an office stands there. One JSON line a run: how the process ended, whether an office is there, and whether it is marked.
"""

from __future__ import annotations

import itertools
import json
import os
import signal
import sys
from pathlib import Path

from deploy.backup.restore_office import restore_office
from deploy.backup.unfinished_restore import MARK
from deploy.office import office_exists
from deploy.settings import load_settings

DONE_TO_FILES = {"open", "os.rename", "os.mkdir", "os.remove", "os.chmod", "os.rmdir", "shutil.rmtree"}


def main(folder: Path, step: int) -> None:
    """Run after run into the same folder."""
    settings = load_settings(
        {name: value for name, value in os.environ.items() if name.startswith("JIEBAN_")}
    )
    for place in itertools.count(1, step):
        pid = os.fork()
        if pid == 0:
            _kill_at(place, str(settings.data))
            restore_office(settings, folder, lambda _line: None)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        told = {
            "ended": os.waitstatus_to_exitcode(status),
            "is_office": office_exists(settings),
            "is_marked": (settings.data / MARK).exists(),
        }
        print(json.dumps(told), flush=True)
        if told["is_office"] and not told["is_marked"]:
            return


def _kill_at(place: int, data: str) -> None:
    done = 0

    def hook(event: str, words: tuple[object, ...]) -> None:
        nonlocal done
        if event in DONE_TO_FILES and words and str(words[0]).startswith(data):
            done += 1
            if done == place:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
