"""A new sealing key in an office's key file. Old ones stay in it, for what they sealed opens with nothing else.

Which rows are sealed anew is decided in services/identity.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from models.ground.errors import Conflict
from models.ground.ids import new_id
from models.ground.sync import sync
from models.vault.key_file import OWNER_ONLY, encode_key, load_key_file
from models.vault.keyring import KEY_BYTES, Keyring

_UNFINISHED = "rotation_unfinished"


class RotationRunning(Conflict):
    """Another rotation of the keys of this office is running."""

    code = "ROTATION_RUNNING"


class RotationUnfinished(Conflict):
    """A rotation was broken off, so older keys are still needed: run `jieban keys rotate` to its end first."""

    code = "ROTATION_UNFINISHED"


@contextmanager
def rotation_lock(path: Path) -> Iterator[None]:
    """One rotation of a key file at a time; RotationRunning for the second. Released by the end of a process."""
    lock = path.with_name(path.name + ".lock")
    with os.fdopen(os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY), "r+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RotationRunning() from error
        yield


def begin_rotation(path: Path) -> tuple[Keyring, bool]:
    """The keyring with a fresh active key, and whether it was made now.

    A rotation that was broken off goes on with the key it made. Raises what load_key_file raises.
    """
    load_key_file(path)
    content = _read(path)
    is_new = not content.get(_UNFINISHED)
    if is_new:
        key_id = new_id()[:8]
        keys = cast(dict[str, str], content["keys"])
        keys[key_id] = encode_key(os.urandom(KEY_BYTES))
        content["active"] = key_id
        content[_UNFINISHED] = True
        _replace(path, content)
    return load_key_file(path), is_new


def end_rotation(path: Path) -> None:
    """Note that nothing is sealed with an older key any more; the next rotation makes a new one."""
    content = _read(path)
    content.pop(_UNFINISHED, None)
    _replace(path, content)


def list_older_keys(path: Path) -> tuple[str, ...]:
    """Ids of the keys that are not the active one; RotationUnfinished while one is under way or was broken off."""
    content = _read(path)
    if content.get(_UNFINISHED):
        raise RotationUnfinished()
    return tuple(sorted(cast(dict[str, str], content["keys"]).keys() - {str(content["active"])}))


def forget_older_keys(path: Path) -> None:
    """Leave nothing in the file but the active key; what the others sealed, wherever it lies, opens nowhere any more."""
    content = _read(path)
    active = str(content["active"])
    content["keys"] = {active: cast(dict[str, str], content["keys"])[active]}
    _replace(path, content)


def _read(path: Path) -> dict[str, object]:
    return cast(dict[str, object], json.loads(path.read_text(encoding="utf-8")))


def _replace(path: Path, content: dict[str, object]) -> None:
    """All or nothing: a power cut leaves the old file or the new one."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)
