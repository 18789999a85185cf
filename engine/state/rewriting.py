"""Rewrites a store of an earlier release once, so that its file can become shorter when rows are deleted.

The new file takes the place of the old one by one rename: a kill or a full disk before it leaves the old one as it was.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

NEW_FILE: Final = "engine.rewritten.db"
PROGRESS_SECONDS: Final = 2.0
_MEGABYTE: Final = 1024 * 1024
_ROOM: Final = 32 * _MEGABYTE


def rewrite_once(path: Path, say: Callable[[str], None]) -> None:
    """Rewrite the store at `path` unless it can be shortened already; nobody else may have it open.

    Goes on with the store as it is, and says so, when the disk has no room for both or anything else fails.
    """
    new = path.with_name(NEW_FILE)
    try:
        drop(new)
        if not path.exists() or not _write(new, path, say):
            return
        if _take_over(new, path):
            say("engine store: rewritten / 引擎库整理完成")
            return
        fault = "another program reads it"
        reason = "其他程序正在读取"
    except (sqlite3.OperationalError, OSError) as error:
        fault = reason = str(error)
    with suppress(OSError):
        drop(new)
    say(f"engine store: not rewritten ({fault}); it serves as it is / 引擎库未整理（{reason}），照常使用")


def _write(new: Path, path: Path, say: Callable[[str], None]) -> bool:
    """Whether the new file is written; it is not where there is nothing to do, or no room, which is said."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        if _pragma(raw, "auto_vacuum") or not _pragma(raw, "page_count"):
            return False
        size = (_pragma(raw, "page_count") - _pragma(raw, "freelist_count")) * _pragma(raw, "page_size")
        if shutil.disk_usage(path.parent).free < size + _ROOM:
            needed = (size + _ROOM) // _MEGABYTE
            say(
                f"engine store: not rewritten, {needed} MB of free disk are needed; it serves as it is"
                f" / 引擎库未整理：需要 {needed} MB 空闲空间，照常使用"
            )
            return False
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA auto_vacuum=INCREMENTAL")
        with _told_progress(new, size, say):
            raw.execute("VACUUM INTO ?", (str(new),))
    return True


def _take_over(new: Path, path: Path) -> bool:
    """Whether the new file has the place of the old one."""
    if path.with_name(f"{path.name}-wal").exists():
        # Another program reads the store: its log belongs to the old file and would spoil the new one.
        return False
    new.chmod(path.stat().st_mode & 0o777)
    sync(new)
    new.replace(path)
    # The new file is in its place; SQLite syncs the folder again with the first commit into a new log.
    with suppress(OSError):
        sync(path.parent)
    return True


@contextmanager
def _told_progress(new: Path, size: int, say: Callable[[str], None]) -> Iterator[None]:
    """One line at the beginning, then one every few seconds."""
    ended = threading.Event()

    def tell() -> None:
        while True:
            done = new.stat().st_size if new.exists() else 0
            say(
                f"engine store: rewritten once so that it can shrink, {done // _MEGABYTE} of {size // _MEGABYTE} MB"
                f" / 引擎库一次性整理：{done // _MEGABYTE}/{size // _MEGABYTE} MB"
            )
            if ended.wait(PROGRESS_SECONDS):
                return

    teller = threading.Thread(target=tell, name="store-progress", daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()


def _pragma(raw: sqlite3.Connection, name: str) -> int:
    return int(raw.execute(f"PRAGMA {name}").fetchone()[0])


def drop(new: Path) -> None:
    """Throw away a file that was not finished, with its journal."""
    for path in (new, new.with_name(f"{new.name}-journal")):
        path.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk before anything goes on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
