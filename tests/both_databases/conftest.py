"""An office with all ports on each of the two databases, and a key file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.vault.key_file import create_key_file
from models.vault.keyring import Keyring, use_keyring
from models.vault.watched_keys import use_key_file
from tests.full_office import FullOffice


@pytest.fixture
def key_file(tmp_path: Path, keyring: Keyring) -> Iterator[Path]:
    """The key file in use, followed as a process of the product follows it."""
    path = tmp_path / "keys" / "vault.json"
    create_key_file(path)
    use_key_file(path)
    yield path
    use_keyring(keyring)


@pytest.fixture
def office(database: Database, key_file: Path, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00."""
    office = FullOffice(database, folder=tmp_path)
    office.set_up()
    return office
