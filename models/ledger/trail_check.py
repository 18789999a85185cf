"""Verification of the trail: names the first row that was changed, removed, swapped or put in between.

What a row said may be gone where its file was destroyed: a later event of the chain then says so of its case, and proves every
other column of the rows that it emptied.
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from models.case.complaint import Complaint
from models.ledger.emptied_trail import FILE_DESTROYED, Skeletons, is_emptied
from models.ledger.trail_event import GENESIS, TrailEvent, hash_of
from models.vault.keyring import KeyMissing, SealBroken

PAGE = 1000


@dataclass(frozen=True, slots=True)
class TrailFault:
    """The row at which the chain breaks and why."""

    seq: int
    reason: str


@dataclass(frozen=True, slots=True)
class TrailReport:
    """How many rows hold, the hash of the last one, the first fault if there is one, and how many of the rows are emptied."""

    checked: int
    head: str
    fault: TrailFault | None
    emptied: int = 0


def verify_trail(session: Session) -> TrailReport:
    """Walk the whole chain. A cut-off tail shows only against a head that was noted outside before."""
    walk = _Walk(_map_destroyed(session))
    size = PAGE
    while True:
        try:
            rows = _page(session, walk.checked, size)
        except (SealBroken, KeyMissing, ValueError):
            if size == 1:
                return walk.report(TrailFault(walk.checked + 1, "its payload cannot be opened"))
            size = 1  # row by row up to the one that cannot be opened
            continue
        for row in rows:
            broken = walk.find_fault(row)
            if broken is not None:
                return walk.report(broken)
        session.expunge_all()
        if len(rows) < size:
            return walk.report(None)


class _Walk:
    """Where the walk stands, and what of each case was found emptied so far."""

    def __init__(self, destroyed: dict[str, int]) -> None:
        self._destroyed = destroyed
        self._skeletons: dict[str, Skeletons] = {}
        self.checked, self._head = 0, GENESIS

    def find_fault(self, row: TrailEvent) -> TrailFault | None:
        """What is wrong with the next row; otherwise it counts."""
        broken = _fault_of(row, self.checked + 1, self._head) or self._fault_of_content(row)
        if broken is None:
            self.checked, self._head = self.checked + 1, row.hash
        return broken

    def report(self, fault: TrailFault | None) -> TrailReport:
        """What was found up to here."""
        emptied = sum(one.entries for one in self._skeletons.values())
        return TrailReport(self.checked, self._head, fault, emptied)

    def _fault_of_content(self, row: TrailEvent) -> TrailFault | None:
        if hash_of(row) == row.hash:
            if row.kind == FILE_DESTROYED and not self._of(row).are_proven_by(row.payload):
                return TrailFault(row.seq, "the rows that it emptied are not as it says")
            return None
        if not is_emptied(row) or row.seq > self._destroyed.get(row.complaint_id or "", 0):
            return TrailFault(row.seq, "its content was changed")
        self._of(row).add(row)
        return None

    def _of(self, row: TrailEvent) -> Skeletons:
        return self._skeletons.setdefault(row.complaint_id or "", Skeletons())


def _map_destroyed(session: Session) -> dict[str, int]:
    """By case the last event that says that its file was destroyed; the walk comes to it and proves it."""
    query = (
        select(TrailEvent.complaint_id, func.max(TrailEvent.seq))
        .where(TrailEvent.kind == FILE_DESTROYED, TrailEvent.complaint_id.is_not(None))
        .group_by(TrailEvent.complaint_id)
    )
    return {str(case): seq for case, seq in session.execute(query)}


def _page(session: Session, after: int, size: int) -> list[TrailEvent]:
    every = select(TrailEvent).options(undefer(TrailEvent.digests))
    query = every.where(TrailEvent.seq > after).order_by(TrailEvent.seq).limit(size)
    # Not kept for who asks the same again: the chain is longer than memory.
    return list(session.scalars(query, execution_options={"populate_existing": True}))


def _fault_of(row: TrailEvent, expected_seq: int, head: str) -> TrailFault | None:
    if row.seq != expected_seq:
        return TrailFault(expected_seq, "the row is missing")
    if row.prev_hash != head:
        return TrailFault(row.seq, "it does not follow the row before it")
    return None


def has_lost_all(session: Session) -> bool:
    """Whether there is a case and no row of the trail: every case has one from its filing on."""
    has_event = session.scalar(select(select(TrailEvent.seq).exists()))
    return not has_event and bool(session.scalar(select(select(Complaint.id).exists())))
