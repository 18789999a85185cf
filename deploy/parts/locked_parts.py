"""Reads the parts that the locks pin: Python's of requirements*.lock, the browser's of web/package-lock.json."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path

_PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Part:
    """One pin. `kind` is `pypi` or `npm`; `hashes` are hex: SHA-256 of each file (pypi), SHA-512 (npm).

    `is_shipped` is false for what only tests and tools need; `licence` is what the lock says, empty for pypi.
    """

    kind: str
    name: str
    version: str
    hashes: tuple[str, ...]
    is_shipped: bool
    licence: str = ""

    @property
    def key(self) -> str:
        """`pypi:name` or `npm:name`, without the version."""
        return f"{self.kind}:{self.name}"

    @property
    def pin(self) -> str:
        """The key with the version."""
        return f"{self.key}@{self.version}"


def list_parts(root: Path) -> list[Part]:
    """All parts of the locks below `root`, Python's first, by name and version, each pin once."""
    shipped = {part.pin: part for part in _python_parts(root / "requirements.lock", is_shipped=True)}
    others = {part.pin: part for part in _python_parts(root / "requirements-dev.lock", is_shipped=False)}
    return [*_sorted(others | shipped), *_sorted(_npm_parts(root / "web" / "package-lock.json"))]


def _sorted(parts: dict[str, Part]) -> list[Part]:
    return sorted(parts.values(), key=lambda part: (part.name, part.version))


def _python_parts(lock: Path, *, is_shipped: bool) -> list[Part]:
    text = lock.read_text("utf-8")
    pins = list(_PIN.finditer(text))
    ends = [pin.start() for pin in pins[1:]] + [len(text)]
    return [
        Part("pypi", pin[1], pin[2], tuple(_HASH.findall(text, pin.start(), end)), is_shipped)
        for pin, end in zip(pins, ends, strict=True)
    ]


def _npm_parts(lock: Path) -> dict[str, Part]:
    """A pin that stands in several folders is shipped when it is in one of them."""
    parts: dict[str, Part] = {}
    for place, entry in json.loads(lock.read_text("utf-8"))["packages"].items():
        if not place:
            continue
        kind, _, digest = entry["integrity"].partition("-")
        hashes = (base64.b64decode(digest).hex(),) if kind == "sha512" else ()
        name = place.rpartition("node_modules/")[2]
        part = Part("npm", name, entry["version"], hashes, not entry.get("dev"), entry.get("license") or "")
        if part.pin not in parts or part.is_shipped:
            parts[part.pin] = part
    return parts
