"""Reads uploaded workbooks in a process of their own, one at a time, within limits of memory and time."""

import json
import signal
import tempfile
from pathlib import Path

import structlog

from adapters.limited_program import run_program, take_turn
from models.ground.errors import Crowded
from services.ports.workbooks import Sheet, WorkbookRefused

PROGRAM = Path(__file__).with_name("read_workbook.py")
WAIT_SECONDS = 15.0
READ_SECONDS = 20.0
# Its exit codes; memory that the library asks for in vain ends it by SIGABRT.
_REFUSALS = {
    3: "UNREADABLE",
    4: "TOO_LARGE",
    5: "FORMULAS",
    None: "TOO_LARGE",
    -signal.SIGXCPU: "TOO_LARGE",
    -signal.SIGABRT: "TOO_LARGE",
}

_log = structlog.get_logger(__name__)


class WorkbookProcess:
    """One process a file; who waits longer for his turn than a quarter of a minute is told to come again."""

    def __init__(self, lock_file: Path) -> None:
        """`lock_file` is shared by all processes of the office; its folder is made when it is missing."""
        self._lock_file = lock_file

    def read(self, content: bytes) -> list[Sheet]:
        """The cells of each sheet as text."""
        with (
            tempfile.TemporaryFile() as source,
            tempfile.TemporaryFile() as target,
            take_turn(self._lock_file, WAIT_SECONDS),
        ):
            source.write(content)
            source.seek(0)
            code = run_program((str(PROGRAM),), source, target, READ_SECONDS)
            target.seek(0)
            written = target.read()
        if code == 0:
            return [
                Sheet(sheet["name"], tuple(tuple(row) for row in sheet["rows"]))
                for sheet in json.loads(written)
            ]
        _log.warning("workbook_not_read", code=code)
        if refusal := _REFUSALS.get(code):
            raise WorkbookRefused(refusal)
        raise Crowded
