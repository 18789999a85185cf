"""Entries of the trail whose payload was destroyed with the file of their case: the proof that nothing else was done to them."""

import hashlib
import json
from collections.abc import Mapping

from models.ground.base import JsonObject
from models.ledger.trail_event import TrailEvent

# In the place of the payload of an entry; no use case writes it.
EMPTIED: Mapping[str, object] = {"emptied": True}
# The event that says of a case how many entries before it were emptied, and proves them.
FILE_DESTROYED = "file.destroyed"


class Skeletons:
    """Of one case in the order of the chain: number, moment, person, kind and hash of each emptied entry."""

    def __init__(self) -> None:
        self.entries = 0
        self._digest = hashlib.sha256()

    def add(self, row: TrailEvent) -> None:
        """The next emptied entry."""
        told = [row.seq, row.complaint_id, row.at.isoformat(), row.actor, row.kind, row.prev_hash, row.hash]
        self._digest.update(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.entries += 1

    def tell(self) -> JsonObject:
        """As `file.destroyed` has it."""
        return {"entries": self.entries, "entries_sha256": self._digest.hexdigest()}

    def are_proven_by(self, payload: JsonObject) -> bool:
        """Whether this is what the event says."""
        return {name: payload.get(name) for name in ("entries", "entries_sha256")} == self.tell()


def is_emptied(row: TrailEvent) -> bool:
    """Whether its payload was destroyed, and what it vouched for."""
    return bool(row.payload == EMPTIED) and row.digests is None
