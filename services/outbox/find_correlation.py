"""Which request moved a case last: what a job of its instance is the effect of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from models.ground.errors import DomainError
from models.ledger.outbox import OutboxRow
from services.unit_of_work import UnitFactory

# A timer that fires days after the last request is no effect of it.
FOLLOWS_WITHIN = timedelta(minutes=10)


def find_correlation(complaint_id: str, make_unit: UnitFactory) -> str | None:
    """The id of the last message about the case, if it was left a short while ago; None also without a database."""
    try:
        with make_unit().reading() as unit:
            since = unit.clock.now() - FOLLOWS_WITHIN
            return unit.session.scalars(
                select(OutboxRow.correlation_id)
                .where(OutboxRow.complaint_id == complaint_id, OutboxRow.created_at >= since)
                .order_by(OutboxRow.id.desc())
                .limit(1)
            ).one_or_none()
    except (DomainError, SQLAlchemyError):
        # The job itself tells that the database is away.
        return None
