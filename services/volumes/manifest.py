"""The manifest of a package: every volume with the lines of its index, every file with size and SHA-256."""

import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from services.volumes.bound_part import BoundPart
from services.volumes.open_index import name_volume
from services.volumes.part import KeptFile, Place
from services.volumes.read_file import OpenVolume
from services.volumes.stream_zip import Packed

# As `verify_package.py` reads it.
FORMAT = "jieban-file-package/1"
NAME = "manifest.json"
IDENTITY_FOLDER = "身份材料"
Manifest = dict[str, Any]  # Any: JSON of our own

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_LONGEST = 60


def name_path(opened: OpenVolume, at: int) -> str:
    """Where a part stands in the package: names of people's files are made harmless, the number keeps them apart."""
    bound = opened.volume.parts[at]
    part = bound.part
    ending = ".pdf"
    if isinstance(part.content, KeptFile):
        ending = _UNSAFE.sub("_", PurePosixPath(part.content.name).suffix)[:10]
    title = _UNSAFE.sub("_", opened.titles[at]).removesuffix(ending).strip(" .")[:_LONGEST]
    return f"{_folder(opened.volume.no)}/{at + 1:03d}-{title}{ending}"


def name_pdf(opened: OpenVolume) -> str:
    """Where the volume itself stands, to read."""
    return f"{_folder(opened.volume.no)}/000-案卷.pdf"


def _folder(no: int) -> str:
    return f"{no}-{name_volume(no)}"


def tell_volume(opened: OpenVolume, apart: dict[str, str]) -> dict[str, object]:
    """One volume; `apart` is where identity stands by the key of its part, where it goes along."""
    volume = opened.volume
    return {
        "no": volume.no,
        "name": name_volume(volume.no),
        "sealed_at": volume.sealed_at.isoformat(),
        "digest": volume.digest,
        "pages": volume.pages,
        "pdf": name_pdf(opened),
        "parts": [_tell_part(opened, at, bound, apart) for at, bound in enumerate(volume.parts)],
    }


def _tell_part(opened: OpenVolume, at: int, bound: BoundPart, apart: dict[str, str]) -> dict[str, object]:
    part = bound.part
    path = name_path(opened, at) if at in opened.seen else apart.get(part.key)
    reason = "身份材料，另册" if part.place is Place.IDENTITY else "限阅"
    return {
        "no": at + 1,
        "place": part.place.value,
        "title": opened.titles[at],
        "number": part.number,
        "by": part.by,
        "dated": part.dated.isoformat(),
        "first_page": bound.first_page,
        "pages": bound.pages,
        "sha256": bound.sha256,
        "file": path,
        "left_out": None if path else reason,
    }


def list_files(files: Iterable[Packed]) -> list[dict[str, object]]:
    """By path, size and digest."""
    return [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in files]


def write_manifest(manifest: Manifest) -> bytes:
    """As it stands in the package."""
    return json.dumps(manifest, ensure_ascii=False, indent=1).encode()
