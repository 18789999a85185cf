"""Stored files: random names, private modes, whole or not at all."""

import hashlib
import io
import stat
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from adapters.files import CHUNK_BYTES, FolderObjectStore
from models.ground.errors import NotFound


def test_a_stored_file_comes_back_with_size_and_digest(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path / "objects")
    content = b"photo" * CHUNK_BYTES
    stored = store.put(io.BytesIO(content))
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert store.get(stored.key) == content
    with store.open(stored.key) as stream:
        assert stream.read(5) == b"photo"


def test_equal_files_get_keys_of_their_own_and_only_the_owner_may_read_them(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path / "objects")
    first, second = store.put(b"same"), store.put(b"same")
    assert first.key != second.key
    paths = [path for path in (tmp_path / "objects").rglob("*") if path.is_file()]
    assert {path.name for path in paths} == {first.key, second.key}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE((tmp_path / "objects").stat().st_mode) == 0o700


@pytest.mark.parametrize("key", ["", "0" * 32, "../../etc/passwd", "ab/../../x", "A" * 32])
def test_an_unknown_or_forged_key_is_not_found(tmp_path: Path, key: str) -> None:
    store = FolderObjectStore(tmp_path / "objects")
    with pytest.raises(NotFound):
        store.get(key)


class BrokenUpload(io.BytesIO):
    """A stream whose sender goes away in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise ConnectionError("the browser has gone")
        return super().read(10)


def test_an_upload_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path / "objects")
    with pytest.raises(ConnectionError):
        store.put(cast(BinaryIO, BrokenUpload(b"x" * 100)))
    assert [path for path in (tmp_path / "objects").rglob("*") if path.is_file()] == []
