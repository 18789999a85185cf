"""Heads of the trail: what the chain was at a moment, noted outside the database so that a chain that was cut is found (SE-14).

A file of heads is only added to, one line of JSON a head: `rows`, `hash` of the last of them, `at`, and `office`, which is how
the hash of the first row begins and so tells one chain from another. Nothing in it names anybody.
"""

import fcntl
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.clock.legal_time import beijing_date
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from models.vault.key_file import OWNER_ONLY

OFFICE_DIGITS = 16
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TrailHead:
    """How many rows the chain had, the hash of the last of them, when that was, and of which chain.

    `looks` and `looks_hash`: the same of the chain of looks; 0 of heads from before it was, or while nobody had looked.
    """

    rows: int
    hash: str
    at: datetime
    office: str
    looks: int = 0
    looks_hash: str = ""

    def tell(self) -> str:
        """As a line of the file, without its end."""
        told: dict[str, object] = {"rows": self.rows, "hash": self.hash}
        told |= {"at": self.at.isoformat(), "office": self.office}
        if self.looks:
            told |= {"looks": self.looks, "looks_hash": self.looks_hash}
        return json.dumps(told, separators=(",", ":"))


class HeadFault(StrEnum):
    """What a noted head says of the chain that is there."""

    EMPTIED = "emptied"  # no row is there
    ANOTHER = "another"  # it begins with another row: begun anew, or the head is another office's
    CUT = "cut"  # fewer rows than were noted
    CHANGED = "changed"  # the row with that number is another one


@dataclass(frozen=True, slots=True)
class NotedHeads:
    """Heads of a file in its order, and how many of its lines say nothing."""

    heads: tuple[TrailHead, ...]
    unreadable: int = 0


def find_head(session: Session, at: datetime) -> TrailHead | None:
    """The head now, which is `at`; None of a chain without a row."""
    last = session.execute(
        select(TrailEvent.seq, TrailEvent.hash).order_by(TrailEvent.seq.desc()).limit(1)
    ).one_or_none()
    if last is None:
        return None
    seen = session.execute(
        select(LookRecord.seq, LookRecord.hash).order_by(LookRecord.seq.desc()).limit(1)
    ).one_or_none()
    looks, looks_hash = (0, "") if seen is None else (seen.seq, seen.hash)
    return TrailHead(last.seq, last.hash, at, _find_office(session), looks, looks_hash)


def note_head(file: Path, head: TrailHead, *, once_a_day: bool = False) -> bool:
    """Add the head; whether it was. With `once_a_day` not where the file has one of its Beijing day.

    On disk when it returns; OSError where nothing can be written there.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, OWNER_ONLY)
    with os.fdopen(descriptor, "r+", encoding="utf-8", errors="replace") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        text = stream.read()
        known = _parse(text).heads
        if once_a_day and any(beijing_date(one.at) == beijing_date(head.at) for one in known):
            return False
        # What a kill left half written stays a line of its own, which says nothing.
        stream.write(("\n" if text and not text.endswith("\n") else "") + head.tell() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return True


def read_heads(file: Path) -> NotedHeads:
    """All of a file; OSError for one that is not there or cannot be read."""
    return _parse(file.read_text("utf-8", errors="replace"))


def find_head_faults(heads: Sequence[TrailHead], session: Session) -> list[tuple[TrailHead, HeadFault]]:
    """Those of the heads that the chain does not bear out, in their order."""
    count = session.scalar(select(func.count()).select_from(TrailEvent)) or 0
    office, hashes = _find_office(session), dict[int, str]()
    numbers = sorted({one.rows for one in heads})
    for begin in range(0, len(numbers), _AT_ONCE):
        asked = TrailEvent.seq.in_(numbers[begin : begin + _AT_ONCE])
        hashes |= {
            seq: told for seq, told in session.execute(select(TrailEvent.seq, TrailEvent.hash).where(asked))
        }
    found = ((one, _fault_of(one, count, office, hashes)) for one in heads)
    return [(one, fault) for one, fault in found if fault is not None]


def find_look_faults(heads: Sequence[TrailHead], session: Session) -> list[tuple[TrailHead, HeadFault]]:
    """Those of the heads that the chain of looks does not bear out: cut, or another row."""
    noted, found = [one for one in heads if one.looks], list[tuple[TrailHead, HeadFault]]()
    for one in noted:
        kept = session.scalar(select(LookRecord.hash).where(LookRecord.seq == one.looks))
        if kept != one.looks_hash:
            found.append((one, HeadFault.CUT if kept is None else HeadFault.CHANGED))
    return found


def _fault_of(head: TrailHead, count: int, office: str, hashes: Mapping[int, str]) -> HeadFault | None:
    if count == 0:
        return HeadFault.EMPTIED
    if head.office != office:
        return HeadFault.ANOTHER
    if head.rows not in hashes:
        return HeadFault.CUT
    return None if hashes[head.rows] == head.hash else HeadFault.CHANGED


def _find_office(session: Session) -> str:
    first = session.scalar(select(TrailEvent.hash).order_by(TrailEvent.seq).limit(1))
    return (first or "")[:OFFICE_DIGITS]


def _parse(text: str) -> NotedHeads:
    heads, unreadable = list[TrailHead](), 0
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            at = datetime.fromisoformat(str(told["at"]))
            if at.tzinfo is None:
                raise ValueError
            seen = int(told.get("looks", 0)), str(told.get("looks_hash", ""))
            heads.append(TrailHead(int(told["rows"]), str(told["hash"]), at, str(told["office"]), *seen))
        except (ValueError, KeyError, TypeError):
            unreadable += 1
    return NotedHeads(tuple(heads), unreadable)


def has_row_before(day: date, session: Session) -> bool:
    """Whether the trail began before this Beijing day."""
    first = session.scalars(select(TrailEvent.at).order_by(TrailEvent.seq).limit(1)).one_or_none()
    return first is not None and beijing_date(first) < day
