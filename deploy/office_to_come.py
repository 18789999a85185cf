"""Opens the office for `jieban up`, however long its database or its disk is away."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable

import click
from sqlalchemy.exc import DBAPIError

from deploy.supervise.once_a_minute import OnceAMinute
from models.ground.errors import OfficeUnusable, OutsideUnavailable

_FIRST_PAUSE = 0.5  # seconds
_LONGEST_PAUSE = 60.0  # seconds
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EAGAIN, errno.EMFILE, errno.ENFILE})
# What SQLite says of a file that no waiting opens.
_CLOSED = ("readonly", "unable to open")
# PostgreSQL: no such role, password or database (SQLSTATE classes 28 and 3D).
_UNKNOWN_THERE = ("28", "3D")


def wait_for_office(open_it: Callable[[], None], complain: Callable[[str], None]) -> None:
    """Open the office; what is away is waited for and named once a minute, what stays refused is one line, exit code 1."""
    named, pause = OnceAMinute(complain), _FIRST_PAUSE
    while True:
        try:
            open_it()
        except (OSError, DBAPIError, OutsideUnavailable) as error:
            if not _may_pass(error):
                raise _refusal(error) from error
            named.name("office", f"the office waits / 等待中: {_told(error)}")
        else:
            return
        time.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


def refuse_closed_folder(error: OSError) -> click.ClickException:
    """The one line about a folder that cannot be used."""
    return click.ClickException(f"{error.filename or ''}: {error.strerror} / 数据目录不可用")


def _may_pass(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        return not state.startswith(_UNKNOWN_THERE) and not any(word in str(error.orig) for word in _CLOSED)
    return not isinstance(error, OfficeUnusable)


def _refusal(error: Exception) -> Exception:
    if isinstance(error, OSError):
        return refuse_closed_folder(error)
    if isinstance(error, DBAPIError):
        return click.ClickException(f"the database refuses: {_told(error)} / 数据库拒绝访问")
    return error


def _told(error: Exception) -> str:
    """The first line, without the statement and its values."""
    said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
    return said.strip().partition("\n")[0]
