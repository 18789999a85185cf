"""A part of a file with its pages: as it was laid out, and as a sealed volume keeps it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from models.ground.base import JsonObject
from services.letters.kept_letter import keep, read_kept
from services.ports.press import Letter, Letterhead
from services.volumes.part import FilePart, KeptFile, KeptLetter, Place, Sheet


@dataclass(frozen=True, slots=True)
class BoundPart:
    """`pages` is 0 for what cannot be printed; `sha256` is of its PDF, of a file or a raw complaint as it came; empty for
    identity, which the vault holds. `storage_key` is where the PDF of a sheet is.
    """

    part: FilePart
    pages: int
    first_page: int
    sha256: str
    storage_key: str = ""

    @property
    def pages_told(self) -> str:
        """As an index says it."""
        last = self.first_page + self.pages - 1
        return "" if not self.pages else str(last) if self.pages == 1 else f"{self.first_page}–{last}"


def digest_volume(number: str, no: int, sealed_at: datetime, parts: Sequence[BoundPart]) -> str:
    """What `verify_package.py` reckons again from the manifest: lines of the index with the digest of each part."""
    lines = [
        [
            at,
            bound.part.place.value,
            bound.part.dated.isoformat(),
            bound.first_page,
            bound.pages,
            bound.sha256,
        ]
        for at, bound in enumerate(parts, start=1)
    ]
    told = json.dumps([number, no, sealed_at.isoformat(), lines], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def keep_bound(bound: BoundPart) -> JsonObject:
    """As JSON."""
    part = bound.part
    told: JsonObject = {
        "place": part.place.value,
        "key": part.key,
        "title": part.title,
        "number": part.number,
        "by": part.by,
        "dated": part.dated.isoformat(),
        "fingerprint": part.fingerprint,
        "pages": bound.pages,
        "first_page": bound.first_page,
        "sha256": bound.sha256,
        "storage_key": bound.storage_key,
    }
    match part.content:
        case Sheet(parts=parts):
            told["sheet"] = keep(Letter(Letterhead("", ()), "", "", parts, part.dated))["parts"]
        case KeptLetter() as letter:
            told["letter"] = asdict(letter)
        case KeptFile() as file:
            told["file"] = asdict(file)
    return told


def read_bound(told: JsonObject) -> BoundPart:
    """The part that was kept."""
    dated = date.fromisoformat(told["dated"])
    part = FilePart(
        place=Place(told["place"]),
        key=told["key"],
        title=told["title"],
        number=told["number"],
        by=told["by"],
        dated=dated,
        content=_read_content(told, dated),
    )
    return BoundPart(part, told["pages"], told["first_page"], told["sha256"], told["storage_key"])


def _read_content(told: JsonObject, dated: date) -> Sheet | KeptLetter | KeptFile:
    if "letter" in told:
        return KeptLetter(**told["letter"])
    if "file" in told:
        return KeptFile(**told["file"])
    empty = keep(Letter(Letterhead("", ()), "", "", (), dated))
    return Sheet(read_kept({**empty, "parts": told["sheet"]}).parts)
