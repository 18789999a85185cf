"""Packs the data folder of an office that was stopped: no logs, no locks, no free pages."""

from __future__ import annotations

import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

LEFT_OUT = ("log", "run", "jieban.sqlite3.lock")


def compact(data: Path) -> None:
    """Leave each database in one file without free pages."""
    for file in (data / "jieban.sqlite3", data / "engine" / "engine.db"):
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def pack(data: Path, archive: Path) -> None:
    """Write the archive of a compacted folder."""
    draft = archive.with_suffix(".new")
    with tarfile.open(draft, "w:gz", compresslevel=9) as packed:
        packed.add(data, ".", filter=_keep)
    draft.replace(archive)


def _keep(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    name = entry.name.removeprefix("./")
    if name.split("/")[0] in LEFT_OUT or name.endswith(("-wal", "-shm", ".lock")):
        return None
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry
