"""What the outbox of an office still has to tell, for tests that wait until it is quiet."""

from __future__ import annotations

from sqlalchemy import select

from models.ledger.outbox import OutboxRow
from services.unit_of_work import UnitFactory


def is_outbox_empty(make_unit: UnitFactory) -> bool:
    """True when nothing waits to be told."""
    with make_unit().reading() as unit:
        waiting = unit.session.scalars(select(OutboxRow.id).where(OutboxRow.sent_at.is_(None)).limit(1))
        return waiting.first() is None
