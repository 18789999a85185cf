"""Draws pictures anew, and pages of documents, in a process of their own, one at a time, within limits of memory and time."""

import hashlib
import os
import signal
import tempfile
import threading
from contextlib import AbstractContextManager, suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import structlog

from adapters.limited_program import run_program, take_turn
from models.ground.errors import Crowded
from services.ports.pictures import PictureTooLarge, PictureUnreadable

PROGRAM = Path(__file__).with_name("draw_picture.py")
UNREADABLE, TOO_LARGE = 3, 4  # its exit codes
WAIT_SECONDS = 15.0
DRAW_SECONDS = 30.0
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "application/pdf": "PDF"}
MOST_KEPT = 500

_log = structlog.get_logger(__name__)


class PictureProcess:
    """One process a picture; who waits longer for his turn than a quarter of a minute is told to come again."""

    def __init__(
        self, lock_file: Path, wait_seconds: float = WAIT_SECONDS, draw_seconds: float = DRAW_SECONDS
    ) -> None:
        """`lock_file` is shared by all processes of the office; its folder is made when it is missing.

        Pages and small pictures are kept beside it (0700), the newest MOST_KEPT, since they are looked at more than once.
        """
        self._lock_file = lock_file
        self._drawings = lock_file.with_name("drawings")
        self._wait_seconds = wait_seconds
        self._draw_seconds = draw_seconds

    def redraw(self, content: BinaryIO, media_type: str) -> bytes:
        """The picture in its own format without metadata."""
        content.seek(0)
        drawn = self._draw(content, "redraw", _FORMATS[media_type])
        content.seek(0)
        return drawn

    def count_pages(self, content: bytes) -> int:
        """How many pages a PDF has."""
        return int(self._kept(content, "pages"))

    def draw_page(self, content: bytes, number: int) -> bytes:
        """One page of a PDF as PNG, from 1."""
        return self._kept(content, "page", str(number))

    def draw_small(self, content: bytes, media_type: str) -> bytes:
        """A picture, or the first page of a PDF, as a JPEG for lists."""
        return self._kept(content, "small", _FORMATS[media_type])

    def _kept(self, content: bytes, *words: str) -> bytes:
        """What was drawn of the same content before, as long as it is kept."""
        place = self._drawings / hashlib.sha256(content + "\0".join(words).encode()).hexdigest()
        with suppress(OSError):
            return place.read_bytes()
        drawn = self._draw(BytesIO(content), *words)
        # A drawing that cannot be kept is drawn again.
        with suppress(OSError):
            self._keep(place, drawn)
        return drawn

    def _keep(self, place: Path, drawn: bytes) -> None:
        self._drawings.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}.{threading.get_ident()}")
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            target.write(drawn)
        unfinished.rename(place)
        kept = sorted(self._drawings.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)

    def _draw(self, content: BinaryIO, *words: str) -> bytes:
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as target, self._turn():
            while chunk := content.read(1 << 16):
                source.write(chunk)
            source.seek(0)
            code = self._run(words, source, target)
            if code == 0:
                target.seek(0)
                return target.read()
        _log.warning("picture_not_drawn", code=code)
        if code == UNREADABLE:
            raise PictureUnreadable
        if code in (TOO_LARGE, -signal.SIGXCPU):
            raise PictureTooLarge
        # Killed from outside, or the machine has no memory left: the picture may be as good as any.
        raise Crowded

    def _run(self, words: tuple[str, ...], source: BinaryIO, target: BinaryIO) -> int:
        code = run_program((str(PROGRAM), *words), source, target, self._draw_seconds)
        return TOO_LARGE if code is None else code

    def _turn(self) -> AbstractContextManager[None]:
        return take_turn(self._lock_file, self._wait_seconds)
