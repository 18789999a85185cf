"""An office with all ports on each of the two databases, and a key file of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.vault.keyring import Keyring, use_keyring
from models.vault.watched_keys import use_key_file
from tests.database import key_file_of_this_process
from tests.full_office import FullOffice


@pytest.fixture
def key_file(tmp_path: Path, keyring: Keyring) -> Iterator[Path]:
    """The key file in use, followed as a process of the product follows it."""
    path = tmp_path / "keys" / "vault.json"
    path.parent.mkdir(mode=0o700)
    # A copy: the set-up office was sealed with the keys of this process. It is rotated here, never there.
    shutil.copy(key_file_of_this_process(), path)
    use_key_file(path)
    yield path
    use_keyring(keyring)


@pytest.fixture
def office(office_database: Database, key_file: Path, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00."""
    return FullOffice(office_database, folder=tmp_path)
