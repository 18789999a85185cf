"""Files in a bucket of a store that speaks S3, through obstore; written whole or not at all, kept when the store says so.

A store that is away, refuses the login or breaks off is FilesAway: nothing was kept of an upload, and it may be sent again.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import obstore
import structlog
from obstore.exceptions import BaseError, PreconditionError
from obstore.store import S3Store

from models.ground.errors import NotFound, OutsideUnavailable
from models.vault.sealed_stream import CHUNK_BYTES, Source

if TYPE_CHECKING:
    from obstore.store import ClientConfig

# The smallest part that S3 takes of an upload in parts; what is shorter goes in one request.
PART_BYTES = 5 * 1024 * 1024
PARTS_AT_ONCE = 2
# Replaced under the condition that nobody changed or deleted it meanwhile, which S3 knows for one request only.
CONDITIONAL_BYTES = 32 * 1024 * 1024
# A store that says nothing for so long is away; the last is for one request, a part of a large upload among them.
CONNECT, SILENCE, REQUEST = "5s", "20s", "300s"
TRIES_AGAIN = 2
TRYING_SECONDS = 10

_log = structlog.get_logger()


class FilesAway(OutsideUnavailable):
    """The store of the files does not answer; nothing was changed, try again."""

    code = "FILES_AWAY"


@dataclass(frozen=True, slots=True)
class BucketAddress:
    """Where a bucket is and who signs in; no endpoint means Amazon's own, an authority is PEM."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret: str
    authority: bytes = b""


class FileBucket:
    """The same names as in a folder, `ab/abcd…`, below a prefix of the bucket."""

    def __init__(self, address: BucketAddress) -> None:
        """Reaches nobody: a process that forks afterwards would lose obstore's threads."""
        self._address = address

    def put(self, key: str, parts: Iterable[bytes]) -> None:
        """On return the store has it; of an upload that breaks off nothing is ever seen."""
        with _told(key):
            self._put(key, iter(parts))

    @contextmanager
    def open(self, key: str) -> Iterator[Source]:
        """The bytes as they come; NotFound for an unknown key."""
        with _told(key):
            found = obstore.get(self._store, _path(key))
        yield _Received(found.stream(min_chunk_size=CHUNK_BYTES), key)

    def replace(self, key: str, remake: Callable[[Source], Iterable[bytes]]) -> bool:
        """Only what is there still as it was read; of more than 32 MiB the store cannot be asked that."""
        try:
            with _told(key):
                found = obstore.get(self._store, _path(key))
                made = remake(_Received(found.stream(min_chunk_size=CHUNK_BYTES), key))
                if found.meta["size"] > CONDITIONAL_BYTES:
                    self._put(key, iter(made))
                else:
                    whole, version = b"".join(made), found.meta["e_tag"]
                    obstore.put(self._store, _path(key), whole, mode={"e_tag": version})
        except (NotFound, PreconditionError):
            return False
        return True

    def delete(self, key: str) -> None:
        """An unknown key is forgotten already."""
        with _told(key):
            try:
                obstore.delete(self._store, _path(key))
            except FileNotFoundError:
                return

    def list_keys(self) -> Iterator[str]:
        """Page by page as the store lists them."""
        with _told("*"):
            pages = obstore.list(self._store)
            found = [entry["path"].rpartition("/")[2] for page in pages for entry in page]
        return iter(found)

    def _put(self, key: str, parts: Iterator[bytes]) -> None:
        first: list[bytes] = []
        for part in parts:
            first.append(part)
            if sum(map(len, first)) > PART_BYTES:
                break
        else:
            obstore.put(self._store, _path(key), b"".join(first), use_multipart=False)
            return
        whole = itertools.chain(first, parts)
        obstore.put(self._store, _path(key), whole, chunk_size=PART_BYTES, max_concurrency=PARTS_AT_ONCE)

    @cached_property
    def _store(self) -> S3Store:
        to = self._address
        # A host that begins with the bucket's name is asked without it in the path, as Aliyun's OSS wants it.
        names_bucket = to.endpoint.partition("://")[2].startswith(f"{to.bucket}.")
        options: ClientConfig = {
            "connect_timeout": CONNECT,
            "read_timeout": SILENCE,
            "timeout": REQUEST,
            "allow_http": True,  # files are sealed before they leave, and a signature tells nothing of its secret
        }
        if to.authority:
            options["root_certificate"] = to.authority
        return S3Store(
            to.bucket,
            prefix=to.prefix or None,
            endpoint=to.endpoint or f"https://s3.{to.region}.amazonaws.com",
            region=to.region,
            access_key_id=to.key_id,
            secret_access_key=to.secret,
            virtual_hosted_style_request=names_bucket,
            client_options=options,
            retry_config={
                "max_retries": TRIES_AGAIN,
                "retry_timeout": timedelta(seconds=TRYING_SECONDS),
            },
        )


class _Received:
    """What comes from the store, as a stream."""

    def __init__(self, parts: obstore.BytesStream, key: str) -> None:
        self._parts = parts
        self._held = memoryview(b"")
        self._key = key

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; FilesAway when the store breaks off."""
        while not self._held:
            with _told(self._key):
                part = next(self._parts, None)
            if part is None:
                return b""
            self._held = memoryview(bytes(part))
        taken, self._held = bytes(self._held[:size]), self._held[size:]
        return taken


@contextmanager
def _told(key: str) -> Iterator[None]:
    """The store's faults in the words of the office; what went wrong is for the log alone."""
    try:
        yield
    except FileNotFoundError:
        raise NotFound from None
    except PreconditionError:
        raise
    except (BaseError, TimeoutError) as error:
        _log.warning("files_away", object=key, reason=f"{type(error).__name__}: {error}"[:500])
        raise FilesAway() from error


def _path(key: str) -> str:
    return f"{key[:2]}/{key}"
