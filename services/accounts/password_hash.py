"""Hashes and checks passwords with argon2id. At most two at a time: each takes 64 MiB."""

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, second recommended option, with fewer lanes for machines of two cores.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
_SLOTS = BoundedSemaphore(2)
LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
RANDOM_LENGTH = 16


def hash_password(password: str) -> str:
    """The argon2id hash with its parameters and salt."""
    with _SLOTS:
        return _HASHER.hash(password)


def is_password(password_hash: str, password: str) -> bool:
    """True when the password belongs to the hash; a damaged hash fits none."""
    with _SLOTS:
        try:
            return _HASHER.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False


def needs_new_hash(password_hash: str) -> bool:
    """True when the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def random_password() -> str:
    """A first password of about 92 bits without letters that look alike."""
    return "".join(secrets.choice(LETTERS) for _ in range(RANDOM_LENGTH))
