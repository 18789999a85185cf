"""Where the web server keeps what is on its way in or out and too large for its memory."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from deploy.supervise.lock import make_private_folder


def prepare_spool(data: Path) -> None:
    """Before the first process of the server: an empty folder beside the evidence, not `/tmp`.

    In containers and in many systems `/tmp` is memory; a few large uploads would end the server.
    """
    # A full disk has no room for a new folder; the pages can be read all the same.
    with suppress(OSError):
        folder = make_private_folder(make_private_folder(data / "run") / "spool")
        tempfile.tempdir = str(folder)
        for left in folder.iterdir():
            left.unlink()
