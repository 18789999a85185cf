"""The logins that the engine takes on both ports: several of each kind, so that one can be replaced under load."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.access.private_file import read_private_file
from engine.start_refused import StartRefused

# Shorter ones can be guessed over a port that takes thousands of tries a second.
SHORTEST_SECRET: Final = 16
FORM: Final = "a line is 'basic USER PASSWORD' or 'bearer TOKEN'"


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the file; `digest` is of the whole secret, user and colon included."""

    scheme: str
    name: str
    digest: bytes


class Logins:
    """The logins of a file, read anew when the file was replaced; without a file everybody is let in."""

    def __init__(self, path: Path | None = None) -> None:
        """StartRefused when the file cannot be used."""
        self._path = path
        self._stamp = _stamp_of(path)
        self._held = () if path is None else read_logins(path)

    @property
    def challenges(self) -> str:
        """What WWW-Authenticate asks for; empty when no login is wanted."""
        schemes = sorted({login.scheme for login in self._held})
        return ", ".join(f'{scheme.title()} realm="jieban engine"' for scheme in schemes)

    def find(self, authorization: str | None) -> str | None:
        """Whose login the header `Authorization` carries, "" when none is wanted, None when it is not right."""
        if self._path is None:
            return ""
        self._follow_file()
        scheme, _, credential = (authorization or "").partition(" ")
        given = hashlib.sha256(_secret(scheme.lower(), credential.strip())).digest()
        found = None
        # Through all of them whatever was found, so that the time tells nothing.
        for login in self._held:
            if hmac.compare_digest(login.digest, given) and login.scheme == scheme.lower():
                found = login.name
        return found

    def _follow_file(self) -> None:
        stamp = _stamp_of(self._path)
        if self._path is None or stamp in (self._stamp, None):
            return
        try:
            self._held = read_logins(self._path)
        except StartRefused:
            # Half written or spoilt: the logins in hand go on.
            return
        self._stamp = stamp


def first_header(path: Path) -> str:
    """The value of `Authorization` for the first login of a file; StartRefused as `read_logins`."""
    read_logins(path)
    lines = (line.split() for line in read_private_file(path).splitlines())
    words = next(words for words in lines if words and not words[0].startswith("#"))
    if words[0] == "bearer":
        return f"Bearer {words[1]}"
    return "Basic " + base64.b64encode(f"{words[1]}:{words[2]}".encode()).decode()


def read_logins(path: Path) -> tuple[Login, ...]:
    """The logins of a file, its first first; StartRefused with the number of the line that is wrong, never its words."""
    found = []
    for number, line in enumerate(read_private_file(path).splitlines(), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        match words:
            case ["basic", user, password] if ":" not in user and len(password) >= SHORTEST_SECRET:
                found.append(Login("basic", user, _digest(f"{user}:{password}")))
            case ["bearer", token] if len(token) >= SHORTEST_SECRET:
                found.append(Login("bearer", f"token in line {number}", _digest(token)))
            case _:
                told = f"{FORM}, with a secret of at least {SHORTEST_SECRET} characters"
                raise StartRefused(f"{path}, line {number}: {told}.")
    if not found:
        raise StartRefused(f"{path} holds no login: {FORM}.")
    return tuple(found)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _secret(scheme: str, credential: str) -> bytes:
    if scheme != "basic":
        return credential.encode(errors="surrogateescape")
    try:
        return base64.b64decode(credential, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _stamp_of(path: Path | None) -> tuple[int, int] | None:
    try:
        found = None if path is None else path.stat()
    except OSError:
        return None
    return None if found is None else (found.st_ino, found.st_mtime_ns)
