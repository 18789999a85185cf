"""Verification of the chain of looks: names the first row that was changed, removed, swapped or put in between."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ledger.look_record import LookRecord, hash_of_look
from models.ledger.trail_event import GENESIS

PAGE = 1000


@dataclass(frozen=True, slots=True)
class LookReport:
    """How many rows hold, the hash of the last of them, and the first that does not, with why; None where all hold."""

    checked: int
    head: str
    broken_seq: int | None = None
    reason: str = ""


def verify_looks(session: Session) -> LookReport:
    """Walk the whole chain. A cut-off tail shows only against a head that was noted outside before."""
    checked, head = 0, GENESIS
    while True:
        query = select(LookRecord).where(LookRecord.seq > checked).order_by(LookRecord.seq).limit(PAGE)
        rows = list(session.scalars(query, execution_options={"populate_existing": True}))
        for row in rows:
            reason = _find_fault(row, checked + 1, head)
            if reason:
                return LookReport(checked, head, checked + 1, reason)
            checked, head = row.seq, row.hash
        session.expunge_all()
        if len(rows) < PAGE:
            return LookReport(checked, head)


def _find_fault(row: LookRecord, expected: int, head: str) -> str:
    if row.seq != expected:
        return "the row is missing"
    if row.prev_hash != head:
        return "it does not follow the row before it"
    return "" if hash_of_look(row) == row.hash else "its content was changed"
