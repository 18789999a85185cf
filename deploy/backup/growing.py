"""The folder of a backup while it grows: under another name until it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.backup.manifest import UNFINISHED, BackupUnusable, write_private
from models.ground.sync import sync


@contextmanager
def growing(target: Path) -> Iterator[Path]:
    """`target.unfinished` (0700), which becomes `target` when the block ends well and is cleared away when it does not.

    What a killed backup left there is cleared away first. BackupUnusable where `target` holds something.
    """
    refuse_taken(target)
    folder = target.with_name(f"{target.name}.unfinished")
    _clear_left(folder)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    try:
        write_private(folder / UNFINISHED, b"")
        yield folder
        for path in (*folder.iterdir(), folder):
            if path.is_dir():
                sync(path)
        (folder / UNFINISHED).unlink()
        sync(folder)
        # Over an empty folder as well; of two that came to the same name the later one is refused here.
        folder.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def refuse_taken(target: Path) -> None:
    """BackupUnusable unless a folder could take the name."""
    if target.is_mount():
        raise BackupUnusable(
            f"{target}: name a folder on this disk, such as {target / 'jieban-1'}; a backup takes its name when it is whole"
            " / 请指定该磁盘上的子目录"
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BackupUnusable(
            f"{target}: there is something here; a backup takes a new or an empty folder"
            " / 目标已有内容，请指定新的或空的目录"
        )


def _clear_left(folder: Path) -> None:
    if not folder.exists():
        return
    if not (folder / UNFINISHED).exists() and any(folder.iterdir()):
        raise BackupUnusable(
            f"{folder}: this is no backup that was broken off; move it away / 请先移走该目录"
        )
    shutil.rmtree(folder)
