"""Stored files: random names, sealed where they lie, streamed both ways, whole or not at all; one table for every shelf."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from adapters.file_folder import FileFolder
from adapters.sealed_files import SealedObjectStore, Shelf
from deploy.file_stores import build_shelf
from deploy.settings import load_settings
from models.ground.errors import NotFound
from models.vault.keyring import KeyMissing, Keyring, SealBroken, use_keyring
from models.vault.sealed_stream import CHUNK_BYTES, MARK, seal_stream, sealing_key_of
from tests.s3_server import S3Server, serve_s3

OLD = Keyring("old", {"old": b"1" * 32}, b"i" * 32)
NEW = Keyring("new", {"old": b"1" * 32, "new": b"2" * 32}, b"i" * 32)
NEW_ALONE = Keyring("new", {"new": b"2" * 32}, b"i" * 32)
WORDS = "市民李某的电话 199-0000-0201".encode()
SIZES = (0, 1, 7, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES)


@pytest.fixture(autouse=True)
def _old_key(keyring: Keyring) -> Iterator[None]:
    use_keyring(OLD)
    yield
    use_keyring(keyring)


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    with serve_s3() as server:
        yield server


@pytest.fixture(params=["folder", "bucket"])
def shelf(request: pytest.FixtureRequest, server: S3Server, tmp_path: Path) -> Shelf:
    if request.param == "folder":
        return FileFolder(tmp_path / "files")
    server.clear()
    return build_shelf(load_settings(server.environment()))


@pytest.fixture
def store(shelf: Shelf) -> SealedObjectStore:
    return SealedObjectStore(shelf)


def raw(shelf: Shelf, key: str) -> bytes:
    """What lies there."""
    with shelf.open(key) as source:
        return b"".join(iter(lambda: source.read(CHUNK_BYTES), b""))


@pytest.mark.parametrize("size", SIZES)
def test_a_stored_file_comes_back_with_size_and_digest_of_what_was_handed_in(
    store: SealedObjectStore, size: int
) -> None:
    content = (WORDS * (size // len(WORDS) + 1))[:size]
    stored = store.put(io.BytesIO(content))
    assert (stored.size, stored.sha256) == (size, hashlib.sha256(content).hexdigest())
    assert store.get(stored.key) == content
    with store.open(stored.key) as stream:
        assert stream.read(5) == content[:5]


def test_nothing_of_a_file_is_read_where_it_lies_and_equal_files_do_not_look_alike(
    store: SealedObjectStore, shelf: Shelf
) -> None:
    """SE-16: a phone number is found by no search through the files of the disk."""
    first, second = store.put(WORDS), store.put(WORDS)
    assert first.key != second.key
    assert sorted(store.list_keys()) == sorted([first.key, second.key])
    lying = raw(shelf, first.key), raw(shelf, second.key)
    assert lying[0] != lying[1]
    assert not any(piece in text for text in lying for piece in (WORDS, b"199-0000"))


@pytest.mark.parametrize("key", ["", "0" * 32, "../../etc/passwd", "ab/../../x", "A" * 32])
def test_an_unknown_or_forged_key_is_not_found(store: SealedObjectStore, key: str) -> None:
    with pytest.raises(NotFound):
        store.get(key)
    store.delete(key)


class BrokenUpload(io.BytesIO):
    """A stream whose sender goes away in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise ConnectionError("the browser has gone")
        return super().read(10)


def test_an_upload_that_breaks_off_leaves_nothing_behind(store: SealedObjectStore, tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        store.put(cast(BinaryIO, BrokenUpload(b"x" * 100)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert list(store.list_keys()) == []


def test_a_deleted_file_is_gone_and_may_be_deleted_again(store: SealedObjectStore) -> None:
    key = store.put(WORDS).key
    for _ in range(2):
        store.delete(key)
    assert list(store.list_keys()) == []
    assert store.seal_anew(key) is False
    with pytest.raises(NotFound):
        store.get(key)


SEALED_CHUNK = CHUNK_BYTES + 16
HEAD = len(MARK) + 1 + len("old") + 32


def swapped(sealed: bytes) -> bytes:
    chunks = [sealed[at : at + SEALED_CHUNK] for at in range(HEAD, len(sealed), SEALED_CHUNK)]
    return sealed[:HEAD] + chunks[1] + chunks[0] + b"".join(chunks[2:])


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "a byte changed": lambda sealed: sealed[:200] + bytes([sealed[200] ^ 1]) + sealed[201:],
    "cut inside a chunk": lambda sealed: sealed[:-1],
    "cut between two chunks": lambda sealed: sealed[: HEAD + 2 * SEALED_CHUNK],
    "cut behind its head": lambda sealed: sealed[:HEAD],
    "cut inside its head": lambda sealed: sealed[: len(MARK) + 3],
    "lengthened": lambda sealed: sealed + b"\0",
    "two chunks exchanged": swapped,
    "a chunk twice": lambda sealed: sealed[: HEAD + SEALED_CHUNK] + sealed[HEAD:],
    "another salt": lambda sealed: sealed[: HEAD - 1] + bytes([sealed[HEAD - 1] ^ 1]) + sealed[HEAD:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_what_was_changed_where_it_lies_does_not_open(
    store: SealedObjectStore, shelf: Shelf, damage: Callable[[bytes], bytes]
) -> None:
    key = store.put(os.urandom(3 * CHUNK_BYTES)).key
    shelf.put(key, [damage(raw(shelf, key))])
    with pytest.raises(SealBroken):
        store.get(key)


def test_a_file_under_the_name_of_another_does_not_open(store: SealedObjectStore, shelf: Shelf) -> None:
    first, second = store.put(WORDS).key, store.put(b"other").key
    shelf.put(second, [raw(shelf, first)])
    with pytest.raises(SealBroken):
        store.get(second)


def test_a_file_of_an_earlier_release_is_read_and_sealed_in_its_place(
    store: SealedObjectStore, shelf: Shelf
) -> None:
    for key, content in (("0" * 32, b""), ("1" * 32, b"short"), ("2" * 32, WORDS * 9000)):
        shelf.put(key, [content])
        assert store.get(key) == content
        assert store.seal_anew(key) is True
        assert raw(shelf, key).startswith(MARK)
        assert store.get(key) == content
        assert store.seal_anew(key) is False


def test_a_key_that_is_taken_away_takes_with_it_what_it_sealed(
    store: SealedObjectStore, shelf: Shelf
) -> None:
    """Once sealed anew a file needs its old key no more, and without its key nothing opens it."""
    kept, lost = store.put(WORDS).key, store.put(WORDS).key
    use_keyring(NEW)
    assert store.seal_anew(kept) is True
    with shelf.open(kept) as source:
        assert sealing_key_of(source) == "new"
    use_keyring(NEW_ALONE)
    assert store.get(kept) == WORDS
    for read in (store.get, store.seal_anew):
        with pytest.raises(KeyMissing):
            read(lost)


class RotatedMeanwhile(io.BytesIO):
    """An upload during which the keys of the office are rotated."""

    def read(self, size: int | None = -1, /) -> bytes:
        use_keyring(NEW)
        return super().read(size)


def test_an_upload_that_a_rotation_overtakes_ends_under_the_new_key(
    store: SealedObjectStore, shelf: Shelf
) -> None:
    key = store.put(RotatedMeanwhile(WORDS)).key
    with shelf.open(key) as source:
        assert sealing_key_of(source) == "new"


class ForgottenMeanwhile(io.BytesIO):
    """An upload during which the keys are rotated and the old one is deleted."""

    def read(self, size: int | None = -1, /) -> bytes:
        use_keyring(NEW_ALONE)
        return super().read(size)


def test_an_upload_whose_key_is_forgotten_meanwhile_ends_under_the_new_one(store: SealedObjectStore) -> None:
    """One that ends in an error would leave bytes that nothing opens, for which no rotation ever ends."""
    assert store.get(store.put(ForgottenMeanwhile(WORDS)).key) == WORDS


def test_a_file_deleted_while_it_is_sealed_anew_does_not_come_back(
    store: SealedObjectStore, shelf: Shelf
) -> None:
    key = store.put(WORDS).key
    with shelf.open(key):
        shelf.delete(key)
        assert shelf.replace(key, lambda old: [b"again"]) is False
    assert list(store.list_keys()) == []


class Endless:
    """A large upload that is nowhere in memory as a whole."""

    def __init__(self, size: int) -> None:
        self._left = size

    def read(self, size: int) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return bytes(size)


def test_a_large_file_goes_both_ways_in_little_memory(tmp_path: Path) -> None:
    """64 MiB with at most a few parts of it in memory."""
    store = SealedObjectStore(FileFolder(tmp_path / "files"))
    size = 64 << 20
    tracemalloc.start()
    key = store.put(cast(BinaryIO, Endless(size))).key
    seen = 0
    with store.open(key) as stream:
        while part := stream.read(CHUNK_BYTES):
            seen += len(part)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == size
    assert peak < 16 << 20


def test_only_the_owner_reads_the_folder_and_what_a_kill_left_is_cleared_away(tmp_path: Path) -> None:
    """An upload under way is left alone."""
    root = tmp_path / "files"
    store = SealedObjectStore(FileFolder(root))
    key = store.put(WORDS).key
    (path,) = (path for path in root.rglob("*") if path.is_file())
    assert (path.name, stat.S_IMODE(path.stat().st_mode)) == (key, 0o600)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    path.with_name(f"{key}.left.part").write_bytes(b"half")
    upload = LookingUpload(WORDS, lambda: list(store.list_keys()))
    second = store.put(upload).key
    assert sorted(store.list_keys()) == sorted([key, second])
    assert len([found for found in root.rglob("*") if found.is_file()]) == 2


class LookingUpload(io.BytesIO):
    """An upload during which somebody goes through all files."""

    def __init__(self, content: bytes, look: Callable[[], object]) -> None:
        super().__init__(content)
        self._look = look

    def read(self, size: int | None = -1, /) -> bytes:
        self._look()
        return super().read(size)


class DeletedBeforeTheLock(FileFolder):
    """A folder in which a file goes between its opening and its lock."""

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        with super().open(key) as found:
            self._path(key).unlink()
            yield found


def test_a_file_that_is_deleted_before_its_lock_does_not_come_back(tmp_path: Path) -> None:
    FileFolder(tmp_path).put("0" * 32, [b"in clear"])
    folder = DeletedBeforeTheLock(tmp_path)
    assert folder.replace("0" * 32, lambda _old: [b"again"]) is False
    assert list(folder.list_keys()) == []


def test_who_deletes_in_the_folder_waits_for_who_seals_anew(tmp_path: Path) -> None:
    """Else the file would come back after its deletion."""
    folder = FileFolder(tmp_path / "files")
    store, key = SealedObjectStore(folder), "0" * 32
    folder.put(key, [b"in clear"])

    other = threading.Thread(target=folder.delete, args=(key,))

    def sealed_while_deleted(_old: object) -> Iterator[bytes]:
        # It runs into the lock or has not begun; in both cases the replacement ends before it.
        other.start()
        yield from seal_stream([b"sealed"], OLD, f"files:{key}")

    assert folder.replace(key, sealed_while_deleted) is True
    other.join(10)
    assert list(store.list_keys()) == []
