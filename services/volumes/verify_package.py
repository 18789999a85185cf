#!/usr/bin/env python3
"""核验案卷交接包 / verifies a package of a case's file. It needs Python 3.9 or later and nothing else.

    python3 verify_package.py 案卷.zip [--digest SHA256]

Every file must be there, be the one that the manifest tells of, and be told of; each volume must have the digest that was sealed.
`--digest` is the digest of the manifest as the office has it on record: without it a package that was made anew from the first to
the last file cannot be told from the one that left the office.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

MANIFEST = "manifest.json"
FORMAT = "jieban-file-package/1"
CHUNK = 1 << 20
Told = dict[str, Any]  # Any: JSON of a package


def say(line: str) -> None:
    """A line for who verifies."""
    sys.stdout.write(f"{line}\n")


def digest_of(package: zipfile.ZipFile, name: str) -> tuple[str, int]:
    """SHA-256 and size of a file of the package."""
    digest, size = hashlib.sha256(), 0
    with package.open(name) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def digest_volume(number: str, volume: Told) -> str:
    """The digest of a volume, from the lines of its index."""
    lines = [
        [part["no"], part["place"], part["dated"], part["first_page"], part["pages"], part["sha256"]]
        for part in volume["parts"]
    ]
    told = json.dumps(
        [number, volume["no"], volume["sealed_at"], lines], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(told.encode()).hexdigest()


def list_faults(package: zipfile.ZipFile, manifest: Told) -> Iterator[str]:
    """What does not hold, a sentence each."""
    names = [info.filename for info in package.infolist()]
    told = {entry["path"]: entry for entry in manifest["files"]}
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"文件重复 / twice in the package: {name}"
    for name in sorted(set(names) - told.keys() - {MANIFEST}):
        yield f"清单外的文件 / not in the manifest: {name}"
    for name, entry in sorted(told.items()):
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            yield f"路径不安全 / unsafe path: {name}"
        if name not in names:
            yield f"缺少文件 / missing: {name}"
            continue
        try:
            digest, size = digest_of(package, name)
        except zipfile.BadZipFile:
            yield f"文件损坏 / damaged: {name}"
            continue
        if (digest, size) != (entry["sha256"], entry["size"]):
            yield f"文件被改动 / changed: {name}"
    yield from list_faults_of_volumes(manifest, told)


def list_faults_of_volumes(manifest: Told, told: Told) -> Iterator[str]:
    """Of the seals, and of parts whose file is another one than was sealed."""
    for volume in manifest["volumes"]:
        if digest_volume(manifest["number"], volume) != volume["digest"]:
            yield f"封卷校验值不符 / the seal does not hold: {volume['name']}"
        for part in volume["parts"]:
            entry = told.get(part["file"]) if part["file"] else None
            if part["file"] and entry is None:
                yield f"缺少文件 / missing: {part['file']}"
            elif entry and part["sha256"] and entry["sha256"] != part["sha256"]:
                yield f"与封卷时不一致 / not what was sealed: {part['file']}"


def verify(path: str, expected: str) -> int:
    """Say what holds; the exit code."""
    try:
        with zipfile.ZipFile(path) as package:
            content = package.read(MANIFEST)
            manifest = json.loads(content)
            if manifest["format"] != FORMAT:
                say(f"清单格式不认识 / unknown format: {manifest['format']}")
                return 2
            faults = list(list_faults(package, manifest))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as broken:
        say(f"打不开，不是完整的交接包 / no whole package: {broken}")
        return 2
    digest = hashlib.sha256(content).hexdigest()
    if expected and expected.lower() != digest:
        faults.append("清单校验值与登记的不一致 / the manifest is not the one on record")
    for fault in faults:
        say(fault)
    left_out = sum(1 for volume in manifest["volumes"] for part in volume["parts"] if part["left_out"])
    say(f"投诉编号 / number: {manifest['number']}")
    say(
        f"卷数 / volumes: {len(manifest['volumes'])}；文件 / files: {len(manifest['files'])}；未随包 / left out: {left_out}"
    )
    say(f"清单校验值 / digest of the manifest: {digest}")
    say("核验不通过 / NOT verified" if faults else "核验通过 / verified")
    return 1 if faults else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="核验案卷交接包 / verify a package of a case's file")
    asked.add_argument("package")
    asked.add_argument("--digest", default="", help="清单校验值（登记的）/ digest of the manifest on record")
    given = asked.parse_args()
    sys.exit(verify(given.package, given.digest))
