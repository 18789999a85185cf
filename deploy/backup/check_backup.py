"""Whether a backup can be restored here: looked at as a whole before anything is written."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url

from deploy.backup.manifest import (
    FILES,
    LIST_OF_FILES,
    BackupUnusable,
    Manifest,
    Part,
    is_sealed_by,
    measure,
    read_list_of_files,
    read_manifest,
)
from deploy.backup.pace import Pace
from deploy.backup.parts import DATABASE_DUMP, DATABASE_FILE, KEY_FILE, KNOWN, OFFICE_FILE
from deploy.backup.postgres_tools import check_dump
from deploy.settings import Settings
from engine.state.migration import list_migrations
from models.store.migrations import knows_revision
from models.vault.key_file import load_key_file
from models.vault.keyring import Keyring


def check_backup(settings: Settings, folder: Path, pace: Pace) -> Manifest:
    """Its manifest. BackupUnusable for another or newer product, another kind of database, missing keys, and a part that is
    missing or not as its digest says; KeyFileUnusable for a key file that is open to others or damaged; ToolFailed
    where pg_restore is missing.
    """
    manifest = read_manifest(folder)
    _require_fitting(settings, manifest)
    keyring = _require_keys(settings, folder, manifest)
    if not is_sealed_by(keyring, folder):
        raise BackupUnusable(
            f"{folder}: the manifest was changed, or another office's keys sealed it / 备份清单被改动，或不属于本机构的密钥"
        )
    for name, part in manifest.parts.items():
        if name not in KNOWN:
            raise BackupUnusable(f"{folder}: {name} is no part of a backup / 备份中有未知内容")
        _require_same(folder / name, part)
    _require_files(folder, manifest, pace)
    if DATABASE_DUMP in manifest.parts:
        check_dump(folder / DATABASE_DUMP)
    return manifest


def _require_fitting(settings: Settings, manifest: Manifest) -> None:
    if not knows_revision(manifest.schema) or (manifest.engine_schema or 0) > len(list_migrations()):
        raise BackupUnusable(
            f"made by release {manifest.product} with tables {manifest.schema}, which this release does not know: restore it with"
            " that release or a newer one / 备份来自较新的版本，请用该版本或更新的版本恢复"
        )
    is_server = make_url(settings.sqlalchemy_url).get_backend_name() == "postgresql"
    if is_server != (manifest.database == "postgresql") or (settings.database_url and not is_server):
        raise BackupUnusable(
            "the backup is of PostgreSQL: set JIEBAN_DATABASE_URL to an empty database / 备份来自 PostgreSQL，请设置一个空库"
            if manifest.database == "postgresql"
            else "the backup is of SQLite: leave JIEBAN_DATABASE_URL out / 备份来自 SQLite，请勿设置 JIEBAN_DATABASE_URL"
        )
    needed = {OFFICE_FILE, LIST_OF_FILES, DATABASE_DUMP if is_server else DATABASE_FILE}
    if missing := sorted(needed - manifest.parts.keys()):
        raise BackupUnusable(f"not in the backup / 备份缺少: {', '.join(missing)}")


def _require_keys(settings: Settings, folder: Path, manifest: Manifest) -> Keyring:
    """The office's own key file where it stands, else that of the backup."""
    place = settings.vault_key_file
    if not place.exists() and manifest.has_keys:
        place = folder / KEY_FILE
    if not place.exists():
        raise BackupUnusable(
            f"{place}: put the office's key file there (mode 0600), with keys {', '.join(manifest.keys)}; the backup has none"
            " / 备份不含密钥，请先放回机构的密钥文件"
        )
    keyring = load_key_file(place)
    if missing := sorted(set(manifest.keys) - keyring.sealing_keys.keys()):
        raise BackupUnusable(
            f"{place} lacks keys {', '.join(missing)}, which the backup was sealed with: put the office's own key file there"
            " / 密钥文件缺少该备份所用的密钥"
        )
    return keyring


def _require_same(path: Path, part: Part) -> None:
    if not path.is_file():
        raise BackupUnusable(f"{path}: missing / 备份缺少此文件")
    if measure(path) != part:
        raise BackupUnusable(f"{path}: not as it was when the backup was made / 文件与备份时不一致")


def _require_files(folder: Path, manifest: Manifest, pace: Pace) -> None:
    number = 0
    pace.begin()
    for number, (key, digest) in enumerate(read_list_of_files(folder), start=1):
        path = folder / FILES / key[:2] / key
        if not path.is_file():
            raise BackupUnusable(f"{path}: missing / 备份缺少此文件")
        if measure(path).sha256 != digest:
            raise BackupUnusable(f"{path}: not as it was when the backup was made / 文件与备份时不一致")
        pace.step(f"verified / 已核对: {number} / {manifest.files}")
    if number != manifest.files:
        raise BackupUnusable(f"{folder / LIST_OF_FILES}: {number} files, not {manifest.files} / 文件数不符")
