"""Rotation of the office's sealing key: a new key, then every sealed value and file anew while people go on working."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.ground.errors import OutsideUnavailable
from models.store.sealed_rows import (
    Batch,
    RowKey,
    SealedTable,
    count_older,
    list_sealed_tables,
    reseal_batch,
    wait_for_writers,
)
from models.vault.identity import Identity
from models.vault.key_rotation import begin_rotation, end_rotation, rotation_lock
from models.vault.keyring import Keyring
from models.vault.masking import PersonalField
from models.vault.watched_keys import use_key_file
from services.actor import Actor
from services.identity.seal_files import seal_files
from services.identity.store_identity import place_of
from services.identity.vault_key import register_key
from services.unit_of_work import UnitFactory

PATIENCE_SECONDS = 30.0  # rows that somebody keeps locked are tried again for so long
PAUSE_SECONDS = 0.05

Tell = Callable[[str, int], None]


class RowsBusy(OutsideUnavailable):
    """Some rows stayed locked by other work; run the rotation again, it goes on where it stopped."""

    code = "ROWS_BUSY"


@dataclass(frozen=True, slots=True)
class RotateKeys:
    """The key file to work on, and whom to tell of progress (table or files, how many sealed so far)."""

    key_file: Path
    tell: Tell


@dataclass(frozen=True, slots=True)
class RotatedKeys:
    """The active key, whether it was made now or by a rotation that was broken off, and what nothing opens."""

    key_id: str
    was_made_now: bool
    resealed: int
    files: int
    broken: tuple[str, ...]


def rotate_keys(command: RotateKeys, make_unit: UnitFactory, actor: Actor) -> RotatedKeys:
    """Make a new sealing key and seal every value and file anew; run again after a kill it goes on.

    The key of the blind indexes stays. RotationRunning for a second one at a time, RowsBusy when rows stay
    locked, OutsideUnavailable when the files are away; with `broken` ones (named by table, column and row, or by
    file) the rotation stays unfinished.
    """
    with rotation_lock(command.key_file):
        keyring, is_new = begin_rotation(command.key_file)
        use_key_file(command.key_file)
        with make_unit() as unit:
            register_key(unit.session, keyring, unit.ports.system_clock.now())
        resealed = 0
        broken: list[str] = []
        for entry in list_rotated_tables():
            done = _Reseal(entry, keyring, make_unit, command.tell)
            done.run()
            resealed, broken = resealed + done.resealed, broken + done.broken
        files = seal_files(make_unit().ports.object_store, command.tell)
        broken += files.broken
        if not broken:
            with make_unit() as unit:
                unit.trail.add(None, "keys.rotated", {"key_id": keyring.active_key_id}, actor)
            end_rotation(command.key_file)
    return RotatedKeys(keyring.active_key_id, is_new, resealed, files.sealed, tuple(broken))


class _Reseal:
    """One table, pass by pass until no row of it carries an older key."""

    def __init__(self, entry: SealedTable, keyring: Keyring, make_unit: UnitFactory, tell: Tell) -> None:
        self._entry = entry
        self._keyring = keyring
        self._make_unit = make_unit
        self._tell = tell
        self.resealed = 0
        self.broken: list[str] = []

    def run(self) -> None:
        """Seal all rows; RowsBusy when some stay locked."""
        with self._make_unit() as unit:
            wait_for_writers(unit.session, self._entry)
        ends_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._pass()
            with self._make_unit().reading() as unit:
                left = count_older(unit.session, self._entry, self._keyring)
            if left <= len(self.broken):
                return
            if time.monotonic() > ends_at:
                raise RowsBusy()
            time.sleep(PAUSE_SECONDS)

    def _pass(self) -> None:
        after: RowKey | None = None
        self.broken = []
        while True:
            batch = self._batch(after)
            if batch.last is None:
                return
            after = batch.last
            self.resealed += batch.resealed
            self.broken += batch.broken
            self._tell(self._entry.name, self.resealed)

    def _batch(self, after: RowKey | None) -> Batch:
        with self._make_unit() as unit:
            return reseal_batch(unit.session, self._entry, after, self._keyring)


def list_rotated_tables() -> list[SealedTable]:
    """Every table with sealed values, the vault among them."""
    return [*list_sealed_tables(), _identity_table()]


def _identity_table() -> SealedTable:
    """The vault seals each value for its own row and keeps the key's id beside it."""
    places = {f"{field.value}_sealed": _place_in_row(field) for field in PersonalField}
    return SealedTable(Identity.__tablename__, ("complaint_id",), places, "key_id")


def _place_in_row(field: PersonalField) -> Callable[[Mapping[str, Any]], str]:
    return lambda row: place_of(field, row["complaint_id"])
