"""The key file as a running process follows it, and what a rotation does to the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.vault.key_file import KeyFileUnusable, create_key_file, load_key_file
from models.vault.key_rotation import begin_rotation, end_rotation
from models.vault.watched_keys import WatchedKeyFile


def test_a_replaced_file_is_followed_and_old_values_still_open(tmp_path: Path) -> None:
    """A rotation reaches a running process without a restart."""
    path = tmp_path / "vault.json"
    old = create_key_file(path)
    watched = WatchedKeyFile(path)
    sealed = watched.keyring().seal("简一趟", "claim:text")
    new, was_made = begin_rotation(path)
    assert was_made
    assert watched.keyring() == new
    assert watched.keyring().active_key_id != old.active_key_id
    assert watched.keyring().open(sealed, "claim:text") == "简一趟"
    assert watched.keyring().index_key == old.index_key


def test_a_rotation_broken_off_goes_on_with_its_key(tmp_path: Path) -> None:
    """A kill makes no second key; after the end the next rotation makes one."""
    path = tmp_path / "vault.json"
    create_key_file(path)
    first, _ = begin_rotation(path)
    again, was_made = begin_rotation(path)
    assert (again, was_made) == (first, False)
    end_rotation(path)
    assert begin_rotation(path)[1]
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert [file.name for file in tmp_path.iterdir()] == ["vault.json"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("{")])
def test_people_work_on_while_the_file_is_away_or_damaged(tmp_path: Path, damage: object) -> None:
    """The keys in hand stay in use; a new start refuses the file."""
    path = tmp_path / "vault.json"
    keyring = create_key_file(path)
    watched = WatchedKeyFile(path)
    damage(path)  # type: ignore[operator]  # one of the two above
    assert watched.keyring() == keyring
    with pytest.raises(KeyFileUnusable):
        load_key_file(path)
