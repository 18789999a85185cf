"""Where a large body waits, and how many wait at once."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from deploy.door.worker import limits_of
from tests.served_office import ServedOffice

_LIMIT_SECONDS = 30.0
_SENT = bytes(400_000)
_HEAD = b"POST /complaints/new HTTP/1.1\r\nHost: office\r\nContent-Length: 900000\r\n\r\n"


def test_an_upload_on_its_way_in_stands_in_the_data_folder(served_office: ServedOffice) -> None:
    """`/tmp` is memory in the shipped containers: large uploads there ended the server."""
    spool = served_office.office.folder / "run" / "spool"
    assert spool.stat().st_mode & 0o777 == 0o700
    host, port = served_office.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=_LIMIT_SECONDS) as line:
        line.sendall(_HEAD + _SENT)
        limit = time.monotonic() + _LIMIT_SECONDS
        while not _large_files(served_office.pid, spool):
            assert time.monotonic() < limit, "nothing in the spool"
            os.sched_yield()


@pytest.mark.parametrize(("processes", "each"), [(1, 40), (2, 20), (4, 10), (32, 4)])
def test_the_processes_of_an_office_share_the_places_for_large_bodies(processes: int, each: int) -> None:
    assert limits_of(processes).large_bodies == each


def _large_files(server: int, folder: Path) -> list[str]:
    """Open files of the server's processes in `folder` that hold more than fits in memory."""
    found = []
    for process in _with_children(server):
        for entry in Path(f"/proc/{process}/fd").iterdir():
            try:
                name, size = os.readlink(entry), entry.stat().st_size
            except FileNotFoundError:
                continue
            if name.startswith(f"{folder}/") and size > 128 * 1024:
                found.append(name)
    return found


def _with_children(process: int) -> list[int]:
    told = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [process, *(int(child) for child in told.split())]
