"""`jieban backup`: a whole copy of an office while it serves, in a folder that has its name only when it is whole."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.alone import Doing, alone
from deploy.backup.cut import Cut, cut
from deploy.backup.growing import growing, refuse_taken
from deploy.backup.manifest import LIST_OF_FILES, BackupUnusable, Manifest, Part, measure, write_private
from deploy.backup.pace import Pace
from deploy.backup.parts import (
    DATABASE_DUMP,
    DATABASE_FILE,
    DESTROYED,
    ENGINE_STORE,
    KEY_FILE,
    SMALL_FILES,
)
from deploy.backup.postgres_tools import dump
from deploy.backup.sqlite_copy import copy_store
from deploy.backup.stored_files import FileCopies
from deploy.backup.what_is_known import find_newest_keys, list_named_files, list_sealing_keys, read_schema
from deploy.file_stores import build_shelf
from deploy.office import office_exists
from deploy.settings import Settings
from deploy.supervise.lock import make_private_folder
from deploy.wiring import open_database, system_now, use_office_keys
from engine.state.migration import list_migrations
from models.ground.release import RELEASE
from models.store.database import Database
from models.vault.destroyed_list import destroyed_list_of
from models.vault.keyring import get_keyring
from services.identity.vault_key import check_key


def make_backup(
    settings: Settings, target: Path, tell: Callable[[str], None], *, with_keys: bool = False
) -> Manifest:
    """Copy the office of `settings` to `target`, which is empty or not there; `tell` hears how far it is.

    Waits for another backup of the same office. BackupUnusable for a target that cannot be taken, ToolFailed without
    PostgreSQL's programs, OSError or sqlite3.Error without room, OutsideUnavailable while a part is away, ForeignKeyFile
    where the key file is another's; then nothing stands at `target`.
    """
    if not office_exists(settings):
        raise BackupUnusable(f"{settings.data}: no office here / 此处没有机构")
    refuse_taken(target)
    use_office_keys(settings)
    database = open_database(settings)
    try:
        # A backup that the office's own keys do not open would be found on the worst of days.
        with database.read() as session:
            check_key(session, get_keyring())
        with alone(Doing.BACKUP, settings.data, database), growing(target) as folder:
            copying = _Copying(settings, folder, Pace(tell))
            copying.require_room()
            told = copying.copy_all(database)
            if with_keys:
                copying.add_keys()
            manifest = copying.manifest(told, has_keys=with_keys)
            manifest.write(folder, get_keyring())
            return manifest
    finally:
        database.dispose()


def _bytes_of(path: Path) -> int:
    """0 for a folder, and for what the office has deleted since it was listed."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except FileNotFoundError:
        return 0


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database of the copy says of itself."""

    schema: str
    keys: tuple[str, ...]
    newest_keys: dict[str, str]
    absent: int


@dataclass
class _Copying:
    settings: Settings
    folder: Path
    pace: Pace
    parts: dict[str, Part] = field(default_factory=dict)
    files: FileCopies = field(init=False)

    def __post_init__(self) -> None:
        self.files = FileCopies(self.folder, self.pace)

    @property
    def engine_store(self) -> Path | None:
        """The embedded engine's; None on a cluster, and where it has never begun."""
        path = self.settings.data / ENGINE_STORE
        return path if self.settings.has_embedded_engine and path.exists() else None

    def require_room(self) -> None:
        """BackupUnusable where what lies in the data folder would not fit; of a server and a bucket nobody knows."""
        lying = [self.settings.sqlite_file, self.engine_store, *(self.settings.data / "files").rglob("*")]
        needed = sum(_bytes_of(path) for path in lying if path is not None)
        free = shutil.disk_usage(self.folder).free
        if needed > free:
            raise BackupUnusable(
                f"{self.folder.parent}: no room, {needed >> 20} MB are needed and {free >> 20} MB are free"
                f" / 空间不足，需要 {needed >> 20} MB，剩余 {free >> 20} MB"
            )

    def copy_all(self, database: Database) -> _Told:
        """Files before the moment and after it, so that each that the database names then is there."""
        shelf = build_shelf(self.settings)
        self.files.look(shelf)
        self._copy_small_files()
        with cut(database, self.engine_store) as moment:
            self.files.look(shelf)
            self.files.write_list()
            told = self._ask(moment)
            self._copy_stores(moment, database)
        self._measure(LIST_OF_FILES)
        return told

    def add_keys(self) -> None:
        """After all else, so that no value of the copy was sealed with a key that came later."""
        make_private_folder(self.folder / "keys")
        key_file = self.settings.vault_key_file
        for name, source in ((KEY_FILE, key_file), (DESTROYED, destroyed_list_of(key_file))):
            if source.exists():
                write_private(self.folder / name, source.read_bytes())
                self._measure(name)

    def manifest(self, told: _Told, *, has_keys: bool) -> Manifest:
        """What was copied."""
        return Manifest(
            made_at=system_now().isoformat(),
            product=RELEASE,
            python=platform.python_version(),
            database="sqlite" if DATABASE_FILE in self.parts else "postgresql",
            schema=told.schema,
            engine_schema=len(list_migrations()) if ENGINE_STORE in self.parts else None,
            newest_keys=told.newest_keys,
            keys=told.keys,
            has_keys=has_keys,
            files=len(self.files.parts),
            file_bytes=self.files.bytes,
            absent=told.absent,
            parts=dict(sorted(self.parts.items())),
        )

    def _copy_small_files(self) -> None:
        for name in SMALL_FILES:
            if (source := self.settings.data / name).exists():
                write_private(self.folder / name, source.read_bytes())
                self._measure(name)

    def _ask(self, moment: Cut) -> _Told:
        named = set(list_named_files(moment.database))
        return _Told(
            schema=read_schema(moment.database),
            keys=list_sealing_keys(moment.database),
            newest_keys=find_newest_keys(moment.database),
            absent=len(named - self.files.parts.keys()),
        )

    def _copy_stores(self, moment: Cut, database: Database) -> None:
        if moment.engine is not None:
            make_private_folder(self.folder / "engine")
            copy_store(moment.engine, self.folder / ENGINE_STORE, self.pace)
            self._measure(ENGINE_STORE)
        if moment.snapshot:
            dump(database.engine.url, moment.snapshot, self.folder / DATABASE_DUMP)
            self._measure(DATABASE_DUMP)
        else:
            copy_store(moment.sqlite, self.folder / DATABASE_FILE, self.pace)
            self._measure(DATABASE_FILE)

    def _measure(self, name: str) -> None:
        self.parts[name] = measure(self.folder / name)
