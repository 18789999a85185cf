"""Where the lines of the supervised processes go: a rotated file each, and a short form on a terminal."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections import deque
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

from deploy.supervise.lock import make_private_folder

_FILE_BYTES = 10 * 1024 * 1024
_FILES = 5
_REMEMBERED_LINES = 30  # shown when everything has to stop


class _PrivateRotatingFile(RotatingFileHandler):
    """A line that finds no room on the disk is dropped: the process that said it must not wait for it."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Say nothing: standard error may stand on the same disk."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return open(descriptor, "a", encoding="utf-8")


class ProcessLog:
    """Takes the output lines of one process; remembers the last 30."""

    def __init__(self, name: str, data: Path, terminal: TextIO | None = None) -> None:
        self.name = name
        self.path = make_private_folder(data / "log") / f"{name}.jsonl"
        self.last_lines: deque[str] = deque(maxlen=_REMEMBERED_LINES)
        self._file = _PrivateRotatingFile(self.path, maxBytes=_FILE_BYTES, backupCount=_FILES)
        self._terminal = terminal if terminal is not None else sys.stderr

    def write(self, line: str) -> None:
        """Keep one line; lines that are not JSON are kept as they are."""
        self.last_lines.append(line)
        self._file.emit(logging.makeLogRecord({"msg": line}))
        if self._terminal.isatty():
            with suppress(OSError):
                self._terminal.write(f"{self.name:>8} | {short_form(line)}\n")

    def close(self) -> None:
        """Close the file; what finds no room is left out."""
        with suppress(OSError):
            self._file.close()


def short_form(line: str) -> str:
    """`event key=value ...` of a JSON log line; any other line unchanged."""
    try:
        record = json.loads(line)
    except ValueError:
        return line
    if not isinstance(record, dict):
        return line
    event = record.pop("event", "")
    for noise in ("timestamp", "level", "logger"):
        record.pop(noise, None)
    return " ".join([str(event), *(f"{key}={value}" for key, value in record.items())])
