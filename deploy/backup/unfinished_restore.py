"""The mark of a data folder in which a restore has not come to its end: no office is opened or made there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from deploy.backup.manifest import write_private
from deploy.settings import Settings
from models.ground.errors import OfficeUnusable
from models.ground.sync import sync

MARK: Final = "restore.unfinished"


def refuse_half_restored(data: Path) -> None:
    """OfficeUnusable, with what to do, where a restore was broken off or is on its way."""
    if (data / MARK).exists():
        raise OfficeUnusable(
            f"{data}: a restore did not come to its end; run `jieban restore` with the backup again, it begins anew"
            " / 恢复未完成，请用同一备份重新运行 jieban restore"
        )


def is_begun(settings: Settings) -> bool:
    """Whether a restore to these very places was broken off: what stands there is its own."""
    try:
        # One that was not written to its end was the first thing of all.
        return _places_of(settings).startswith((settings.data / MARK).read_text("ascii"))
    except FileNotFoundError:
        return False


def set_mark(settings: Settings) -> None:
    """Before the first thing is written."""
    write_private(settings.data / MARK, _places_of(settings).encode("ascii"))
    sync(settings.data)


def take_mark_away(settings: Settings) -> None:
    """The office is whole."""
    (settings.data / MARK).unlink()
    sync(settings.data)


def _places_of(settings: Settings) -> str:
    """Which database and bucket these are; the address of the former may hold a password."""
    return hashlib.sha256(f"{settings.database_url}\n{settings.files}".encode()).hexdigest()
