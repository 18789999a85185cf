"""Reads and cuts scans in a process of their own, one at a time, within limits of memory and time."""

import json
import signal
import tempfile
from pathlib import Path

import structlog

from adapters.limited_program import run_program, take_turn
from models.ground.errors import Crowded
from services.ports.scans import ScannedPage, ScannedPages, ScanRefused

PROGRAM = Path(__file__).with_name("read_scan.py")
WAIT_SECONDS = 15.0
READ_SECONDS = 60.0
# Its exit codes; memory that a library asks for in vain ends it by SIGABRT, by SIGSEGV or by SIGTRAP.
_REFUSALS = {
    3: "UNREADABLE",
    4: "TOO_LARGE",
    5: "ENCRYPTED",
    6: "TOO_MANY",
    None: "TOO_LARGE",
    -signal.SIGXCPU: "TOO_LARGE",
    -signal.SIGABRT: "TOO_LARGE",
    -signal.SIGTRAP: "TOO_LARGE",
    -signal.SIGSEGV: "TOO_LARGE",
    -signal.SIGILL: "TOO_LARGE",
}

_log = structlog.get_logger(__name__)


class ScanProcess:
    """One process for some pages; who waits longer for his turn than a quarter of a minute is told to come again."""

    def __init__(self, lock_file: Path, read_seconds: float = READ_SECONDS) -> None:
        """`lock_file` is shared by all processes of the office; its folder is made when it is missing."""
        self._lock_file, self._read_seconds = lock_file, read_seconds

    def read_pages(self, content: bytes, first: int, last: int) -> ScannedPages:
        """What stands on these pages."""
        told = json.loads(self._run(content, "read", first, last))
        pages = (ScannedPage(tuple(page.pop("codes")), **page) for page in told["pages"])
        return ScannedPages(told["total"], tuple(pages))

    def cut(self, content: bytes, first: int, last: int) -> bytes:
        """A PDF of these pages."""
        return self._run(content, "cut", first, last)

    def _run(self, content: bytes, what: str, first: int, last: int) -> bytes:
        with (
            tempfile.TemporaryFile() as source,
            tempfile.TemporaryFile() as target,
            take_turn(self._lock_file, WAIT_SECONDS),
        ):
            source.write(content)
            source.seek(0)
            words = (str(PROGRAM), what, str(first), str(last))
            code = run_program(words, source, target, self._read_seconds)
            target.seek(0)
            written = target.read()
        if code == 0:
            return written
        _log.warning("scan_not_read", code=code)
        if refusal := _REFUSALS.get(code):
            raise ScanRefused(refusal)
        # Killed from outside, or the machine has no memory left: the scan may be as good as any.
        raise Crowded
