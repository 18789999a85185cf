"""`jieban backup`: a whole copy of the office while it serves."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click
from sqlalchemy.exc import DBAPIError

from deploy.said import first_line
from deploy.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deploy.backup.manifest import Manifest

_NICE = 10


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--with-keys", is_flag=True, help="The keys too: whoever has it reads everything / 连同密钥一起备份"
)
def backup(folder: Path, *, with_keys: bool) -> None:
    """Copy the whole office to a new folder while it serves / 在线备份全部数据到新目录。

    Without --with-keys the keys are not in it: nobody reads it, and nobody can restore it, without the key file.
    """
    from deploy.backup.make_backup import make_backup
    from deploy.backup.manifest import BackupUnusable
    from deploy.backup.postgres_tools import ToolFailed

    settings = load_settings()
    os.nice(_NICE)
    # What a killed one leaves is cleared away by the next of its name; each night's has another.
    signal.signal(signal.SIGTERM, _end)
    try:
        made = make_backup(settings, folder.absolute(), _tell, with_keys=with_keys)
    except (BackupUnusable, ToolFailed) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (OSError, sqlite3.Error, DBAPIError) as fault:
        raise click.ClickException(
            f"no backup was made, nothing is left of it: {first_line(fault)} / 备份未完成，未留下任何文件"
        ) from fault
    click.echo(
        f"{folder}: whole, {made.files} files, {(made.file_bytes + sum(p.bytes for p in made.parts.values())) >> 20} MB"
        f" / 备份完整，文件 {made.files} 个"
    )
    for line in (*_list_missing(made), _told_of_keys(made, settings.vault_key_file)):
        _tell(line)


def _list_missing(made: Manifest) -> Iterator[str]:
    if made.engine_schema is None:
        yield (
            "no store of an engine is in it: back up the cluster by its own means, and compare by `jieban reconcile` after"
            " a restore / 不含流程引擎数据：集群请用其自带的备份，恢复后用 jieban reconcile 核对"
        )
    if made.absent:
        yield (
            f"{made.absent} files that the records name are not in the store: erased ones, or lost ones"
            f" / 记录中的 {made.absent} 个文件不在文件库中：已清除或已丢失"
        )


def _told_of_keys(made: Manifest, key_file: Path) -> str:
    if made.has_keys:
        return (
            "THE KEYS ARE IN IT: whoever has this folder reads every name and text. Lock it away from all other backups."
            " / 注意：此备份含密钥，任何得到它的人都能读取全部姓名和内容，须单独妥善保管"
        )
    return (
        f"the keys are not in it: {', '.join(made.keys)} of {key_file}; keep a copy of that file elsewhere"
        " / 不含密钥，请另行保管密钥文件"
    )


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signal.SIGTERM)


def _tell(line: str) -> None:
    click.echo(line, err=True)
