#!/usr/bin/env python3
"""核验案卷交接包、档案移交包 / verifies a package of files. It needs Python 3.9 or later and nothing else.

    python3 verify_package.py 案卷.zip [--digest SHA256]

Every file must be there, be the one that the manifest tells of, and be told of; each volume must have the digest that was sealed.
`--digest` is the digest of the manifest as the office has it on record: without it a package that was made anew from the first to
the last file cannot be told from the one that left the office. A package of a transfer to the archives holds a folder for each
file with a manifest of its own, and one manifest above them, which has the digest of each.
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
TRANSFER = "jieban-transfer-package/1"
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
    """What does not hold in the package of one file, a sentence each."""
    told = {entry["path"]: entry for entry in manifest["files"]}
    yield from list_faults_of_names(package, {*told, MANIFEST})
    yield from list_faults_of_files(package, manifest["files"], "")
    yield from list_faults_of_volumes(manifest, told)


def list_faults_of_transfer(package: zipfile.ZipFile, manifest: Told) -> Iterator[str]:
    """The same of a package of many: one file after another, so that memory does not grow with their number."""
    expected = {MANIFEST, *(entry["path"] for entry in manifest["files"])}
    faults = list(list_faults_of_files(package, manifest["files"], ""))
    for case in manifest["cases"]:
        folder = case["folder"]
        expected.add(folder + MANIFEST)
        try:
            content = package.read(folder + MANIFEST)
        except KeyError:
            faults.append(f"缺少文件 / missing: {folder}{MANIFEST}")
            continue
        except zipfile.BadZipFile:
            faults.append(f"文件损坏 / damaged: {folder}{MANIFEST}")
            continue
        if hashlib.sha256(content).hexdigest() != case["manifest"]:
            faults.append(f"文件被改动 / changed: {folder}{MANIFEST}")
        own = json.loads(content)
        if own["number"] != case["number"]:
            faults.append(f"与清册不一致 / not the file of the list: {folder}")
        told = {entry["path"]: entry for entry in own["files"]}
        expected.update(folder + path for path in told)
        faults += list_faults_of_files(package, own["files"], folder)
        faults += [f"{folder} {fault}" for fault in list_faults_of_volumes(own, told)]
    yield from list_faults_of_names(package, expected)
    yield from faults


def list_faults_of_names(package: zipfile.ZipFile, expected: set[str]) -> Iterator[str]:
    """Of what is in the package and should not be, or stands there twice."""
    seen: set[str] = set()
    for info in package.infolist():
        if info.filename in seen:
            yield f"文件重复 / twice in the package: {info.filename}"
        elif info.filename not in expected:
            yield f"清单外的文件 / not in the manifest: {info.filename}"
        seen.add(info.filename)


def list_faults_of_files(package: zipfile.ZipFile, told: list[Told], folder: str) -> Iterator[str]:
    """Of what should be in the package, below a folder."""
    for entry in sorted(told, key=lambda entry: str(entry["path"])):
        name = folder + entry["path"]
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            yield f"路径不安全 / unsafe path: {name}"
        try:
            digest, size = digest_of(package, name)
        except KeyError:
            yield f"缺少文件 / missing: {name}"
            continue
        except zipfile.BadZipFile:
            yield f"文件损坏 / damaged: {name}"
            continue
        if (digest, size) != (entry["sha256"], entry["size"]):
            yield f"文件被改动 / changed: {name}"


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


def tell_of_file(manifest: Told) -> None:
    """What the package of one file holds."""
    left_out = sum(1 for volume in manifest["volumes"] for part in volume["parts"] if part["left_out"])
    volumes, files = len(manifest["volumes"]), len(manifest["files"])
    say(f"投诉编号 / number: {manifest['number']}")
    say(f"卷数 / volumes: {volumes}；文件 / files: {files}；未随包 / left out: {left_out}")


def tell_of_transfer(manifest: Told) -> None:
    """What the package of many holds."""
    say(f"移交批次 / transfer: {manifest['number']}")
    say(f"移交单位 / from: {manifest['from']}；接收单位 / to: {manifest['to']}")
    say(f"案卷 / files of cases: {len(manifest['cases'])}")


def verify(path: str, expected: str) -> int:
    """Say what holds; the exit code."""
    try:
        with zipfile.ZipFile(path) as package:
            content = package.read(MANIFEST)
            manifest = json.loads(content)
            if manifest["format"] not in (FORMAT, TRANSFER):
                say(f"清单格式不认识 / unknown format: {manifest['format']}")
                return 2
            is_transfer = manifest["format"] == TRANSFER
            faults = list((list_faults_of_transfer if is_transfer else list_faults)(package, manifest))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as broken:
        say(f"打不开，不是完整的交接包 / no whole package: {broken}")
        return 2
    digest = hashlib.sha256(content).hexdigest()
    if expected and expected.lower() != digest:
        faults.append("清单校验值与登记的不一致 / the manifest is not the one on record")
    for fault in faults:
        say(fault)
    tell_of_transfer(manifest) if is_transfer else tell_of_file(manifest)
    say(f"清单校验值 / digest of the manifest: {digest}")
    say("核验不通过 / NOT verified" if faults else "核验通过 / verified")
    return 1 if faults else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="核验案卷交接包 / verify a package of a case's file")
    asked.add_argument("package")
    asked.add_argument("--digest", default="", help="清单校验值（登记的）/ digest of the manifest on record")
    given = asked.parse_args()
    sys.exit(verify(given.package, given.digest))
