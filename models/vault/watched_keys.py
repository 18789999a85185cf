"""The key file as a running process follows it: a rotation reaches it without a restart."""

from pathlib import Path

from models.vault.key_file import KeyFileUnusable, load_key_file
from models.vault.keyring import Keyring, use_keyring_source

_Stamp = tuple[int, int]


class WatchedKeyFile:
    """The keyring of a file, read anew when the file was replaced (a look costs one stat call)."""

    def __init__(self, path: Path) -> None:
        """Raises what load_key_file raises."""
        self._path = path
        self._held = (_stamp_of(path), load_key_file(path))

    def keyring(self) -> Keyring:
        """The newest keyring; the one in hand while the file is away or damaged, since people work with it."""
        stamp, keyring = self._held
        now = _stamp_of(self._path)
        if now in (stamp, None):
            return keyring
        try:
            keyring = load_key_file(self._path)
        except KeyFileUnusable:
            return keyring
        self._held = (now, keyring)
        return keyring


def use_key_file(path: Path) -> None:
    """Make the keys of `path` those of this process; KeyFileUnusable, with what to do, when they cannot be."""
    use_keyring_source(WatchedKeyFile(path).keyring)


def _stamp_of(path: Path) -> _Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
