"""`jieban restore`: an office made of a backup in an empty data folder; killed at any step, it is run again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, make_url

from deploy.backup.check_backup import check_backup
from deploy.backup.manifest import FILES, BackupUnusable, Manifest, measure
from deploy.backup.pace import Pace
from deploy.backup.parts import (
    DATABASE_DUMP,
    DATABASE_FILE,
    DESTROYED,
    ENGINE_STORE,
    KEY_FILE,
    OFFICE_FILE,
    SMALL_FILES,
)
from deploy.backup.postgres_tools import load
from deploy.backup.stored_files import put_back
from deploy.backup.unfinished_restore import is_begun, set_mark, take_mark_away
from deploy.file_stores import build_bucket, build_folder_at
from deploy.settings import Settings
from deploy.supervise.lock import OfficeLock, make_private_folder
from deploy.wiring import build_ports, open_database, use_office_keys
from models.ground.sync import sync
from models.store.migrations import migrate
from models.vault.destroyed_list import destroyed_list_of
from models.vault.keyring import get_keyring
from services.anchor.renew_anchor import renew_anchor
from services.identity.vault_key import check_key
from services.unit_of_work import UnitOfWork

_STAGING: Final = "restore.new"
# What may stand in a data folder that holds no office.
_NO_OFFICE: Final = frozenset({"keys", "run", "log", "lost+found"})
_PLACED: Final = (*SMALL_FILES, DATABASE_FILE, "engine", FILES)


def restore_office(settings: Settings, folder: Path, tell: Callable[[str], None]) -> Manifest:
    """Make the office of the backup in `folder` at the settings' places, which are empty; the manifest of what is there now.

    Everything is verified first; what check_backup raises leaves nothing written. BackupUnusable where something stands
    already, AlreadyRunning under a serving office, OSError or ToolFailed when it breaks off: then run it again.
    """
    pace = Pace(tell, rests=False)
    manifest = check_backup(settings, folder, pace)
    _require_room(settings, manifest)
    lock = OfficeLock(make_private_folder(settings.data))
    lock.acquire()
    try:
        # Under the lock: a restore that was under way a moment ago may have come to its end.
        is_again = is_begun(settings)
        if not is_again:
            _require_empty(settings)
        set_mark(settings)
        restoring = _Restoring(settings, folder, manifest, pace)
        restoring.clear()
        restoring.stage()
        restoring.place()
        restoring.fill_database(is_again=is_again)
        restoring.finish()
    finally:
        lock.release()
    return manifest


def _require_empty(settings: Settings) -> None:
    """BackupUnusable unless nothing stands in the folder but keys, and nothing in database and bucket."""
    there = {path.name for path in settings.data.iterdir()} if settings.data.exists() else set()
    if left := sorted(there - _NO_OFFICE):
        raise BackupUnusable(
            f"{settings.data}: {', '.join(left[:5])} stand here; restore into an empty folder, nothing but keys/ may be in it:"
            " set JIEBAN_DATA to a new one, or move the old one away / 数据目录不为空，请指定空目录或先移走旧目录"
        )
    if settings.database_url and _has_tables(settings):
        raise BackupUnusable(
            "the database of JIEBAN_DATABASE_URL has tables: create an empty one for the restore"
            " / 数据库不为空，请新建空库后再恢复"
        )
    if settings.files and next(iter(build_bucket(settings).list_keys()), None) is not None:
        raise BackupUnusable(
            "the bucket of JIEBAN_FILES holds files: give an empty place for the restore / 存储桶不为空，请指定空的位置"
        )


def _require_room(settings: Settings, manifest: Manifest) -> None:
    """BackupUnusable where the copies would not fit; of a server and a bucket nobody knows."""
    needed = sum(part.bytes for name, part in manifest.parts.items() if name != DATABASE_DUMP)
    needed += 0 if settings.files else manifest.file_bytes
    place = next(
        path for path in (settings.data.absolute(), *settings.data.absolute().parents) if path.exists()
    )
    if needed > (free := shutil.disk_usage(place).free):
        raise BackupUnusable(
            f"{place}: no room, {needed >> 20} MB are needed and {free >> 20} MB are free"
            f" / 空间不足，需要 {needed >> 20} MB，剩余 {free >> 20} MB"
        )


def _has_tables(settings: Settings) -> bool:
    database = open_database(settings)
    try:
        return bool(inspect(database.engine).get_table_names())
    finally:
        database.dispose()


@dataclass(frozen=True, slots=True)
class _Restoring:
    settings: Settings
    folder: Path
    manifest: Manifest
    pace: Pace

    @property
    def _staging(self) -> Path:
        return self.settings.data / _STAGING

    def clear(self) -> None:
        """Away with what an earlier try left; keys stay. First what says that there is an office."""
        for name in (OFFICE_FILE, *_PLACED, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", _STAGING):
            path = self.settings.data / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def stage(self) -> None:
        """Copies of all parts beside their places, each held against its digest once more."""
        make_private_folder(self._staging / "engine")
        for name in self.manifest.parts:
            if name in (*SMALL_FILES, DATABASE_FILE, ENGINE_STORE):
                self._copy(name, self._staging / name)
        if self.settings.files:
            put_back(self.folder, build_bucket(self.settings), self.pace)
        else:
            put_back(self.folder, build_folder_at(self._staging / FILES), self.pace)
        if not self.settings.vault_key_file.exists():
            make_private_folder(self.settings.vault_key_file.parent)
            listed = destroyed_list_of(self.settings.vault_key_file)
            if DESTROYED in self.manifest.parts and not listed.exists():
                self._copy(DESTROYED, listed)
            self._copy(KEY_FILE, self.settings.vault_key_file)

    def place(self) -> None:
        """Each into its place by its name alone, but what says that there is an office."""
        for name in _PLACED:
            if name != OFFICE_FILE and (self._staging / name).exists():
                (self._staging / name).rename(self.settings.data / name)
        sync(self.settings.data)

    def fill_database(self, *, is_again: bool) -> None:
        """PostgreSQL takes the dump as one transaction. Then the keys must open what the database holds.

        The tables come to this release here: the backup is the copy before. The next anchor begins on a cluster too, whose
        store is none of this backup: an office that still runs on the old database is told so by its own anchor.
        """
        if DATABASE_DUMP in self.manifest.parts:
            load(make_url(self.settings.database_url), self.folder / DATABASE_DUMP, is_again=is_again)
        use_office_keys(self.settings)
        database = open_database(self.settings)
        try:
            with database.read() as session:
                check_key(session, get_keyring())
            migrate(database)
            renew_anchor(partial(UnitOfWork, database, build_ports(self.settings, database)))
        finally:
            database.dispose()

    def finish(self) -> None:
        """From here on it is an office."""
        (self._staging / OFFICE_FILE).rename(self.settings.data / OFFICE_FILE)
        shutil.rmtree(self._staging)
        sync(self.settings.data)
        take_mark_away(self.settings)

    def _copy(self, name: str, target: Path) -> None:
        unfinished = target.with_name(f"{target.name}.part")
        shutil.copyfile(self.folder / name, unfinished)
        unfinished.chmod(0o600)
        sync(unfinished)
        if measure(unfinished) != self.manifest.parts[name]:
            raise BackupUnusable(f"{self.folder / name}: changed meanwhile / 文件在恢复期间被改动")
        unfinished.rename(target)
        sync(target.parent)
