"""An office that is made of a backup, and what holds of it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from deploy.backup.restore_office import restore_office
from deploy.office import ACCOUNTS_FILE
from deploy.reconciling import open_stores
from deploy.settings import load_settings
from models.ledger.trail_check import verify_trail
from models.office.engine_anchor import ANCHOR_ROW, EngineAnchor, StoreState
from tests.office_process import OfficeProcess

NOWHERE_ELSE: Mapping[str, str] = MappingProxyType({})


def put_back(
    office: OfficeProcess, folder: Path, data: Path, place: Mapping[str, str] = NOWHERE_ELSE
) -> None:
    """The operator puts the key file there and restores; the people still know their passwords."""
    (data / "keys").mkdir(parents=True, mode=0o700)
    shutil.copy(office.settings.vault_key_file, data / "keys")
    restore_office(load_settings({"JIEBAN_DATA": str(data), **place}), folder, print)
    shutil.copy(office.data / ACCOUNTS_FILE, data)


def anchor_generation(office: OfficeProcess) -> int:
    """Of the anchor that the workers began last."""
    with office.clock.database.read() as session:
        row = session.get_one(EngineAnchor, ANCHOR_ROW)
        assert (row.state, row.process_instance_key is None) == (StoreState.OURS, False)
        return row.generation


def assert_agreed(office: OfficeProcess) -> None:
    """Database and engine of a restored office differ in nothing."""
    office.settle()
    with open_stores(office.settings) as stores:
        assert stores.compare(office.settle).differing == ()
    with office.clock.database.read() as session:
        assert verify_trail(session).fault is None
