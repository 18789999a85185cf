"""What the last walk over the whole trail found, noted beside its heads for whoever audits; of no proof by itself."""

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

# It names nobody, and the pages may run as somebody else than the command.
_READ_BY_ALL = 0o644


class Verdict(StrEnum):
    """What came of it."""

    HOLDS = "holds"
    BROKEN = "broken"
    CUT = "cut"
    ROWS = "rows"
    UNNOTED = "unnoted"


@dataclass(frozen=True, slots=True)
class TrailVerified:
    """When, how many rows were walked up to which hash, and what came of it; `heads` is how many noted ones were compared."""

    at: datetime
    rows: int
    head: str
    heads: int
    verdict: Verdict


def note_verified(file: Path, told: TrailVerified) -> None:
    """In the place of the one before; OSError where nothing can be written there."""
    beside = file.with_name(f"{file.name}.new")
    descriptor = os.open(
        beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW, _READ_BY_ALL
    )
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(told) | {"at": told.at.isoformat()}, stream)
    beside.replace(file)


def find_verified(file: Path) -> TrailVerified | None:
    """None where no walk was noted, or the file says nothing."""
    try:
        told = json.loads(file.read_text("utf-8"))
        at = datetime.fromisoformat(str(told["at"]))
        return TrailVerified(
            at, int(told["rows"]), str(told["head"]), int(told["heads"]), Verdict(told["verdict"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
