"""The office's secret keys in use: sealing of values (AES-256-GCM), blind indexes and codes (HMAC-SHA256).

Where the key file lies and who may read it is decided in `models/vault/key_file.py`.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from models.ground.errors import OutsideUnavailable

KEY_BYTES = 32  # AES-256
NONCE_BYTES = 12  # NIST SP 800-38D, 8.2.1
_FORMAT = "v1"


class KeyMissing(OutsideUnavailable):
    """The key of the identity vault is not loaded; put the office's key file back in its place."""

    code = "KEY_MISSING"


class SealBroken(OutsideUnavailable):
    """A sealed value cannot be opened: another key made it, or the row was changed or moved."""

    code = "SEAL_BROKEN"


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one office.

    New values are sealed with the active one, old ones are opened by their key id.
    """

    active_key_id: str
    sealing_keys: Mapping[str, bytes]
    index_key: bytes

    def seal(self, value: str, place: str) -> str:
        """Seal `value` for `place` (`table:column:row`); the result names its key and opens nowhere else."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AESGCM(self.sealing_keys[self.active_key_id])
        sealed = cipher.encrypt(nonce, value.encode(), self._associated(self.active_key_id, place))
        return f"{self.newest_prefix}{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, place: str) -> str:
        """The value sealed for `place`.

        SealBroken for another place or a changed value, KeyMissing for its key.
        """
        version, key_id, body = sealed.split(":", 2)
        if version != _FORMAT:
            raise SealBroken()
        if key_id not in self.sealing_keys:
            raise KeyMissing(f"key {key_id} is not in the key file; put the office's own key file back")
        data = base64.b64decode(body)
        try:
            plain = AESGCM(self.sealing_keys[key_id]).decrypt(
                data[:NONCE_BYTES], data[NONCE_BYTES:], self._associated(key_id, place)
            )
        except InvalidTag as error:
            raise SealBroken() from error
        return plain.decode()

    @property
    def newest_prefix(self) -> str:
        """How every value begins that the active key sealed."""
        return f"{_FORMAT}:{self.active_key_id}:"

    def is_newest(self, sealed: str) -> bool:
        """Whether the active key sealed this value."""
        return sealed.startswith(self.newest_prefix)

    def digest(self, purpose: str, value: str) -> str:
        """A keyed digest (64 hex digits) for exact look-up; equal values of different purposes differ."""
        return hmac.new(self.index_key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def _associated(key_id: str, place: str) -> bytes:
        return f"{_FORMAT}:{key_id}:{place}".encode()


class _KeyringHolder:
    """Column types are made before any key is known, so the process's source of keys is held beside them."""

    def __init__(self) -> None:
        self.source: Callable[[], Keyring] | None = None


_holder = _KeyringHolder()


def use_keyring(keyring: Keyring) -> None:
    """Make `keyring` the one of this process, unchanged to its end."""
    _holder.source = lambda: keyring


def use_keyring_source(source: Callable[[], Keyring]) -> None:
    """Ask `source` for the keyring each time one is needed; wiring calls it once, before the first session."""
    _holder.source = source


def get_keyring() -> Keyring:
    """The keyring of this process now; KeyMissing when wiring loaded none."""
    if _holder.source is None:
        raise KeyMissing()
    return _holder.source()
