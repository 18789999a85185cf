"""PostgreSQL's own `pg_dump` and `pg_restore`, the login in their environment and not in their words."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy import URL

from deploy.backup.manifest import BackupUnusable
from deploy.supervise.kinship import die_with_parent
from models.ground.sync import sync


class ToolFailed(Exception):
    """A program of PostgreSQL is not there, or said that it could not; the message is for a person."""


def dump(url: URL, snapshot: str, target: Path) -> None:
    """What the exported `snapshot` sees, in the custom format, on the disk when it returns. ToolFailed otherwise."""
    options = (f"--snapshot={snapshot}", "--format=custom", "--no-owner", "--no-privileges")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    _run("pg_dump", url, *options, f"--file={target}")
    sync(target)


def load(url: URL, source: Path, *, is_again: bool) -> None:
    """All or nothing of a dump into an empty database; `is_again`: what an earlier try put there goes first.

    ToolFailed with what PostgreSQL said.
    """
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    again = ("--clean", "--if-exists") if is_again else ()
    _run("pg_restore", url, *options, *again, str(source))


def check_dump(source: Path) -> None:
    """BackupUnusable where pg_restore here cannot read it, as a dump of a newer PostgreSQL."""
    seen = subprocess.run(  # noqa: S603 - a program of PostgreSQL, our own words
        [_tool("pg_restore"), "--list", str(source)], capture_output=True, text=True, check=False
    )
    if seen.returncode != 0:
        raise BackupUnusable(f"{source}: {seen.stderr.strip()} / 本机的 pg_restore 无法读取该备份")


def _run(name: str, url: URL, *words: str) -> None:
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environment = dict(os.environ)
    if url.password is not None:
        environment["PGPASSWORD"] = str(url.password)
    seen = subprocess.run(  # noqa: S603 - a program of PostgreSQL, our own words
        [_tool(name), "--no-password", f"--dbname={address}", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
        check=False,
        preexec_fn=die_with_parent,
    )
    if seen.returncode != 0:
        raise ToolFailed(f"{name}: {seen.stderr.strip()}")


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ToolFailed(
            f"{name} is not on the path: install the client programs of the server's version or newer"
            " (apt-get install postgresql-client), or take PostgreSQL's base backup instead (docs/operations.md)"
            f" / 未找到 {name}，请安装不低于服务器版本的 PostgreSQL 客户端"
        )
    return found
