"""`jieban keys rotate` in small batches that is killed after the third one; started as a process of its own."""

from __future__ import annotations

import os
import signal
import sys

import models.store.sealed_rows
from deploy.cli import main
from services.identity import rotate_keys

BATCHES_BEFORE_THE_KILL = 3


def kill_after_batches() -> None:
    """Let the third batch be the last that is committed."""
    models.store.sealed_rows.BATCH_ROWS = 4
    unchanged = rotate_keys.reseal_batch
    done = 0

    def reseal_batch(*arguments: object) -> object:
        nonlocal done
        if done == BATCHES_BEFORE_THE_KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return unchanged(*arguments)  # type: ignore[arg-type]  # handed through unchanged

    rotate_keys.reseal_batch = reseal_batch  # type: ignore[assignment]  # see above


if __name__ == "__main__":
    kill_after_batches()
    sys.argv = ["jieban", "keys", "rotate"]
    main()
