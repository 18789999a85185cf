"""Makes the table of parts anew: days of uploads by uv and npm as they are set up here, licences by what is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from deploy.parts.locked_parts import Part
from deploy.parts.part_rules import PartRules
from deploy.parts.part_table import KnownPart, PartTable

# What metadata of before SPDX expressions say, where it leaves no doubt.
_TOLD = {
    "Apache 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_FIELDS = ("License", "Classifier")
_SPDX = {"MIT", "Apache-2.0", "BSD-3-Clause", "ISC", "MPL-2.0", "PSF-2.0"}


def make_table(parts: Iterable[Part], root: Path, rules: PartRules, today: date) -> PartTable:
    """A row for each part. Raises CalledProcessError when a registry does not answer.

    npm is asked about what is shipped alone: its tools are hundreds, and none of them runs in an office.
    """
    days = _python_days(root / "requirements-dev.lock")
    rows = {}
    for part in parts:
        asks_npm = part.kind == "npm" and part.is_shipped
        uploaded = _npm_day(part) if asks_npm else days.get((part.name, part.version))
        rows[part.pin] = KnownPart(uploaded, _licence(part, rules))
    return PartTable(today, rows)


def _python_days(lock: Path) -> dict[tuple[str, str], date]:
    """The first upload of each pin: uv writes it into a lock of PEP 751, which is read and thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "pylock.toml"
        command = ["pip", "compile", "-q", "--universal", "--python-version", "3.11", "--no-deps"]
        _ask("uv", *command, str(lock), "-o", str(target))
        packages = tomllib.loads(target.read_text("utf-8"))["packages"]
    return {
        (one["name"], one["version"]): min(
            file["upload-time"].date()
            for file in [*one.get("wheels", ()), *([one["sdist"]] if "sdist" in one else ())]
        )
        for one in packages
    }


def _npm_day(part: Part) -> date:
    days = json.loads(_ask("npm", "view", f"{part.name}@{part.version}", "time", "--json"))
    return date.fromisoformat(days[part.version][:10])


def _ask(tool: str, *arguments: str) -> str:
    """What a client beside this Python prints."""
    command = [str(Path(sys.executable).with_name(tool)), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - words of the locks, no shell
    return done.stdout


def _licence(part: Part, rules: PartRules) -> str:
    if part.key in rules.by_hand:
        return rules.by_hand[part.key][0]
    if part.kind == "npm":
        return part.licence
    try:
        told = metadata(part.name)
    except PackageNotFoundError:
        return ""
    said = [str(word) for name in _FIELDS for word in told.get_all(name) or ()]
    expressions = [str(word) for word in told.get_all("License-Expression") or ()]
    known = (_TOLD.get(word, word) for word in said if word in _TOLD or word in _SPDX)
    return next(iter([*expressions, *known]), "")
