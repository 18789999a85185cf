"""Figures of the office's database that show a standstill before a person meets it; numbers only, nothing of any case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from services.anchor.store_notice import find_strange_store
from services.outbox.send_alert import SendAlert
from services.unit_of_work import UnitOfWork

# What is filed is told to the engine within a second; a minute later something stands still.
LATE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class OfficeFigures:
    """`unsent` and its age (seconds) leave out what is held for a person and what waits behind it."""

    unsent: int
    oldest_unsent_seconds: float | None
    held: int
    cases_without_run: int
    late_limits: int
    # The engine's store was found not to be the office's as it was left: 1, else 0.
    strange_store: int
    schema: str


def read_office_figures(unit_of_work: UnitOfWork) -> OfficeFigures:
    """A few short statements in one view of the data."""
    with unit_of_work.reading() as unit:
        session, now = unit.session, unit.clock.now()
        held = select(OutboxRow.subject).where(OutboxRow.sent_at.is_(None), OutboxRow.held_at.is_not(None))
        unsent, oldest = session.execute(
            select(func.count(), func.min(OutboxRow.created_at)).where(
                OutboxRow.sent_at.is_(None),
                OutboxRow.subject.not_in(held),
                # A receiver of alerts that is away makes no office ill.
                OutboxRow.kind != SendAlert.KIND,
            )
        ).one()
        return OfficeFigures(
            unsent=unsent,
            oldest_unsent_seconds=None if oldest is None else max((now - oldest).total_seconds(), 0.0),
            held=session.scalars(select(func.count()).select_from(held.subquery())).one(),
            cases_without_run=_count_cases_without_run(session, now),
            late_limits=_count_late_limits(session, now),
            strange_store=int(find_strange_store(unit) is not None),
            schema=session.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
        )


def _count_cases_without_run(session: Session, now: datetime) -> int:
    """Cases on file for a minute whose run no process has taken up."""
    statement = (
        select(func.count())
        .select_from(CaseRun)
        .join(Complaint, Complaint.id == CaseRun.complaint_id)
        .where(
            CaseRun.process_instance_key.is_(None),
            CaseRun.ended_at.is_(None),
            Complaint.registered_at < now - LATE_AFTER,
        )
    )
    return session.scalars(statement).one()


def _count_late_limits(session: Session, now: datetime) -> int:
    """Limits that should have been looked at a minute ago."""
    statement = select(func.count()).where(Clock.stopped_at.is_(None), Clock.check_at < now - LATE_AFTER)
    return session.scalars(statement).one()
