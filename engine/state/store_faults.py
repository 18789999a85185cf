"""What a fault of the store's file means: whether it passes by itself, or a person has to mend it first."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path
from typing import Final

from engine.start_refused import EXIT_START_REFUSED, CommitFailed, StartPostponed, StartRefused

# No room, a fault of the disk, somebody else's lock, no memory; a disk that lets nobody write comes back like a full one.
_PASSING: Final = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    }
)
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PASSING_ERRNO: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
)


def refused_start(path: Path, error: sqlite3.Error) -> StartRefused:
    """The refusal of a start that met this fault of the store at `path`."""
    kind = StartPostponed if _primary_code(error) in _PASSING else StartRefused
    return kind(f"The engine store {path} cannot be opened: {error}.")


def refused_folder(folder: Path, error: OSError) -> StartRefused:
    """The refusal of a start that met this fault of the data folder."""
    kind = StartPostponed if error.errno in _PASSING_ERRNO else StartRefused
    return kind(f"The engine's data folder {folder} cannot be used: {error.strerror}.")


def failed_commit(error: Exception) -> CommitFailed:
    """The end of an engine whose commit met this fault; a damaged file is not tried again."""
    failure = CommitFailed(
        f"A commit failed: {error}. What was answered is saved; the engine begins again from the disk."
    )
    if isinstance(error, sqlite3.Error) and _primary_code(error) in _DAMAGED:
        failure.exit_code = EXIT_START_REFUSED
    return failure


def ends_engine(error: Exception) -> bool:
    """True for a fault of reading or tidying after which the engine must not write: what stands on disk is unsure."""
    is_damaged = isinstance(error, sqlite3.Error) and _primary_code(error) in _DAMAGED
    return is_damaged or isinstance(error, CommitFailed)


def _primary_code(error: sqlite3.Error) -> int:
    code = getattr(error, "sqlite_errorcode", None)
    # The upper bits say what exactly was done to the file.
    return (code or 0) & 0xFF
