"""Files that hold secrets: for their owner alone, or not used at all."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Final

from engine.start_refused import StartRefused

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def read_private_file(path: Path) -> str:
    """The text of a file that only its owner can read; StartRefused says what is wrong with it and what to do."""
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise StartRefused(f"{path} is no file.")
        if mode & OTHERS:
            raise StartRefused(f"{path} holds secrets and can be used by others; do: chmod 600 {path}")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused(f"{path} cannot be read ({type(error).__name__}).") from error
