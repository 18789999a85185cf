"""Hashes and checks passwords with argon2id. At most two at a time in a process: each takes 64 MiB."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from models.ground.errors import Crowded

# RFC 9106, second recommended option, with fewer lanes for machines of two cores.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
# A password that this module drew cannot be guessed, so the first hash of it need not be slow; the first sign-in
# makes the full one.
_FIRST_HASHER = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
_SLOTS = BoundedSemaphore(2)
_PATIENCE_SECONDS = 10.0
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
RANDOM_LENGTH = 16


def hash_password(password: str) -> str:
    """The argon2id hash with its parameters and salt; Crowded when too many are made already."""
    with _slot():
        return _HASHER.hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """True when the password belongs to the hash; a damaged hash fits none. Crowded when too many are checked already."""
    with _slot():
        try:
            return _HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(password_hash: str) -> bool:
    """True when the hash was made with weaker parameters than today's; what is no hash is left as it is."""
    try:
        return _HASHER.check_needs_rehash(password_hash)
    except InvalidHashError:
        return False


@contextmanager
def _slot() -> Iterator[None]:
    if not _SLOTS.acquire(timeout=_PATIENCE_SECONDS):
        raise Crowded
    try:
        yield
    finally:
        _SLOTS.release()


def draw_password() -> tuple[str, str]:
    """A first password of about 92 bits without letters that look alike, and its hash."""
    password = "".join(secrets.choice(LETTERS) for _ in range(RANDOM_LENGTH))
    return password, _FIRST_HASHER.hash(password)
