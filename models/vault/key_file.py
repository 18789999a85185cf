"""The key file of an office.

Made once, owner-readable only, never replaced. What keys do is in keyring.py.
"""

import base64
import json
import os
from pathlib import Path
from typing import cast

from models.ground.errors import OfficeUnusable
from models.ground.ids import new_id
from models.vault.keyring import KEY_BYTES, Keyring

OWNER_ONLY = 0o600
OTHERS_MASK = 0o077


class KeyFileUnusable(OfficeUnusable):
    """The key file of the identity vault cannot be used."""

    code = "KEY_FILE_UNUSABLE"


def create_key_file(path: Path) -> Keyring:
    """Make a key file (0600, folder 0700) with fresh keys.

    FileExistsError when there is one: never replaced.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key_id = new_id()[:8]
    content = {
        "active": key_id,
        "keys": {key_id: encode_key(os.urandom(KEY_BYTES))},
        "index": encode_key(os.urandom(KEY_BYTES)),
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return load_key_file(path)


def load_key_file(path: Path) -> Keyring:
    """Read the keys.

    KeyFileUnusable, with what to do, for a lost, open or damaged file. Never makes a new key.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KeyFileUnusable(
            f"key file {path} is missing: copy it back from where you keep it, or set JIEBAN_KEY_FILE to it. "
            "A new key cannot open what the old one sealed."
        ) from error
    if mode & OTHERS_MASK:
        raise KeyFileUnusable(f"key file {path} can be read by others: chmod 600 {path}")
    return _parse(text, path)


def _parse(text: str, path: Path) -> Keyring:
    try:
        content = cast(dict[str, object], json.loads(text))
        keys = {name: _decode(value) for name, value in cast(dict[str, str], content["keys"]).items()}
        keyring = Keyring(
            active_key_id=str(content["active"]), sealing_keys=keys, index_key=_decode(str(content["index"]))
        )
        keyring.sealing_keys[keyring.active_key_id]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyFileUnusable(f"key file {path} is damaged: put an unchanged copy in its place") from error
    return keyring


def encode_key(secret: bytes) -> str:
    """A key as the file has it."""
    return base64.b64encode(secret).decode()


def _decode(text: str) -> bytes:
    secret = base64.b64decode(text, validate=True)
    if len(secret) != KEY_BYTES:
        raise ValueError("a key of the wrong length")
    return secret
