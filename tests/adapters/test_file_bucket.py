"""A bucket that fails: who reads is told, an upload is refused whole, nothing half is ever seen."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.file_bucket import FilesAway
from adapters.sealed_files import SealedObjectStore
from deploy.file_stores import build_both, build_shelf
from deploy.settings import load_settings
from models.ground.errors import NotFound
from models.vault.keyring import Keyring, use_keyring
from models.vault.sealed_stream import MARK
from services.identity.move_files import move_files
from tests.adapters.test_sealed_files import WORDS, BrokenUpload
from tests.deploy.test_settings import faults_of
from tests.s3_server import KEY_ID, SECRET, S3Server, serve_s3

LARGE = os.urandom(12 << 20)  # an upload in parts


@pytest.fixture(scope="module")
def one_server() -> Iterator[S3Server]:
    with serve_s3() as server:
        yield server


@pytest.fixture
def server(one_server: S3Server, keyring: Keyring) -> S3Server:
    use_keyring(keyring)
    one_server.clear()
    return one_server


@pytest.fixture
def store(server: S3Server) -> SealedObjectStore:
    return SealedObjectStore(build_shelf(load_settings(server.environment())))


def away(server: S3Server) -> None:
    server.is_away = True


def refusing(server: S3Server) -> None:
    server.refuses_login = True


@pytest.mark.parametrize("fault", [away, refusing])
def test_a_store_that_is_away_or_refuses_loses_nothing(
    server: S3Server, store: SealedObjectStore, fault: Callable[[S3Server], None]
) -> None:
    key = store.put(WORDS).key
    fault(server)
    calls: list[Callable[[], object]] = [
        lambda: store.put(b"other"),
        lambda: store.get(key),
        lambda: store.delete(key),
        lambda: store.seal_anew("0" * 32),
        lambda: list(store.list_keys()),
    ]
    for call in calls:
        with pytest.raises(FilesAway) as told:
            call()
        assert SECRET not in str(told.value)
    server.is_away = server.refuses_login = False
    assert store.get(key) == WORDS
    assert list(store.list_keys()) == [key]


@pytest.mark.parametrize("content", [WORDS, LARGE], ids=["small", "in parts"])
def test_an_upload_that_the_store_breaks_off_is_refused_whole(
    server: S3Server, store: SealedObjectStore, content: bytes
) -> None:
    server.breaks_writing = True
    with pytest.raises(FilesAway):
        store.put(content)
    assert server.objects == {}


def test_an_upload_in_parts_whose_sender_goes_is_never_seen(
    server: S3Server, store: SealedObjectStore
) -> None:
    class Leaving(BrokenUpload):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 8 << 20:
                raise ConnectionError("the browser has gone")
            return io.BytesIO.read(self, size)

    with pytest.raises(ConnectionError):
        store.put(Leaving(LARGE))
    assert (server.objects, server.parts) == ({}, {})


def test_a_large_file_goes_in_parts_and_comes_back(server: S3Server, store: SealedObjectStore) -> None:
    key = store.put(io.BytesIO(LARGE)).key
    assert server.asked.count("POST") == 2
    assert store.get(key) == LARGE
    assert list(server.objects) == [f"office/{key[:2]}/{key}"]


def test_a_file_that_comes_in_half_is_told_and_never_taken_for_whole(
    server: S3Server, store: SealedObjectStore
) -> None:
    key = store.put(LARGE).key
    server.breaks_reading_after = 1 << 20
    with pytest.raises(FilesAway):
        store.get(key)


def test_a_file_deleted_while_it_is_sealed_anew_stays_away(server: S3Server) -> None:
    shelf = build_shelf(load_settings(server.environment()))
    shelf.put("0" * 32, [b"in clear"])

    def delete_meanwhile(_old: object) -> list[bytes]:
        shelf.delete("0" * 32)
        return [b"again"]

    assert shelf.replace("0" * 32, delete_meanwhile) is False
    with pytest.raises(NotFound), shelf.open("0" * 32):
        pass


def test_a_move_that_breaks_off_goes_on_and_names_what_nothing_opens(
    server: S3Server, tmp_path: Path
) -> None:
    """Files of an earlier release are sealed on the way; the folder stays as it was."""
    folder, bucket = build_both(load_settings({**server.environment(), "JIEBAN_DATA": str(tmp_path)}))
    kept = {folder.put(f"第{no}份".encode()).key for no in range(4)}
    earlier, damaged = "0" * 32, folder.put(b"damaged").key
    for key, content in ((earlier, "早先".encode()), (damaged, MARK + b"?")):
        path = tmp_path / "files" / key[:2] / key
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    server.is_away = True
    with pytest.raises(FilesAway):
        move_files(folder, bucket, lambda *_: None)
    server.is_away = False
    first = move_files(folder, bucket, lambda *_: None)
    assert (first.copied, first.known, first.broken) == (5, 0, (f"files/{damaged}",))
    server.objects.popitem()
    again = move_files(folder, bucket, lambda *_: None)
    assert (again.copied, again.known) == (1, 4)
    assert set(bucket.list_keys()) == kept | {earlier}
    assert all(bucket.get(key) == folder.get(key) for key in kept | {earlier})
    assert all(content.startswith(MARK) for content in server.objects.values())


BUCKET = {"JIEBAN_FILES": "s3://files/office"}
LOGIN = {"JIEBAN_FILES_KEY_ID": KEY_ID, "JIEBAN_FILES_SECRET": SECRET}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (BUCKET, "JIEBAN_FILES_KEY_ID"),
        ({**BUCKET, "JIEBAN_FILES_KEY_ID": KEY_ID}, "JIEBAN_FILES_SECRET"),
        (LOGIN, "with JIEBAN_FILES"),
        ({"JIEBAN_FILES_ENDPOINT": "https://minio:9000"}, "with JIEBAN_FILES"),
        ({**LOGIN, "JIEBAN_FILES": "/mnt/files"}, "s3://bucket"),
        ({**LOGIN, "JIEBAN_FILES": "s3://"}, "s3://bucket"),
        ({**LOGIN, "JIEBAN_FILES": "s3://files/../x y"}, "s3://bucket"),
        ({**LOGIN, **BUCKET, "JIEBAN_FILES_ENDPOINT": "minio:9000"}, "http://host"),
        ({**LOGIN, **BUCKET, "JIEBAN_FILES_ENDPOINT": "https://me:pw@minio"}, "http://host"),
    ],
)
def test_half_settings_are_named_at_start_and_no_secret_is_repeated(
    environment: dict[str, str], named: str
) -> None:
    (fault,) = faults_of(**environment)
    assert named in fault
    assert SECRET not in fault
