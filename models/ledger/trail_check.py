"""Verification of the trail: names the first row that was changed, removed, swapped or put in between."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    """How many rows hold, the hash of the last one, and the first fault if there is one."""

    checked: int
    head: str
    fault: TrailFault | None


def verify_trail(session: Session) -> TrailReport:
    """Walk the whole chain. A cut-off tail shows only against a head that was noted outside before."""
    checked, head, size = 0, GENESIS, PAGE
    while True:
        try:
            rows = _page(session, checked, size)
        except (SealBroken, KeyMissing, ValueError):
            if size == 1:
                fault = TrailFault(checked + 1, "its payload cannot be opened")
                return TrailReport(checked, head, fault)
            size = 1  # row by row up to the one that cannot be opened
            continue
        for row in rows:
            broken = _fault_of(row, checked + 1, head)
            if broken is not None:
                return TrailReport(checked, head, broken)
            checked, head = checked + 1, row.hash
        session.expunge_all()
        if len(rows) < size:
            return TrailReport(checked, head, None)


def _page(session: Session, after: int, size: int) -> list[TrailEvent]:
    return list(
        session.scalars(select(TrailEvent).where(TrailEvent.seq > after).order_by(TrailEvent.seq).limit(size))
    )


def _fault_of(row: TrailEvent, expected_seq: int, head: str) -> TrailFault | None:
    if row.seq != expected_seq:
        return TrailFault(expected_seq, "the row is missing")
    if row.prev_hash != head:
        return TrailFault(row.seq, "it does not follow the row before it")
    if hash_of(row) != row.hash:
        return TrailFault(row.seq, "its content was changed")
    return None
