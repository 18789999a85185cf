"""What proposals wait for a person, as rows of his list of tasks: an answer of his, or one to what he proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.clock.legal_time import at_time, beijing_date
from models.ground.proposal_codes import ProposalState
from models.office.process_proposal import ProcessProposal
from services.actor import Actor, staff_id_of
from services.proposals.answer_proposal import OWNERS
from services.proposals.due import is_late, last_day
from services.unit_of_work import UnitOfWork

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class ProposalWork:
    """`what`: answer, or read; `due_at` is the end of the last day for an answer."""

    what: str
    proposal_id: str
    element_id: str
    element_name: str
    since: datetime
    due_at: datetime | None
    is_late: bool


def list_own_work(unit_of_work: UnitOfWork, actor: Actor) -> Sequence[ProposalWork]:
    """The first due first; of proposals that wait for an answer those of others alone, to who may answer."""
    login, row = staff_id_of(actor), ProcessProposal
    with unit_of_work.reading() as unit:
        today = beijing_date(unit.clock.now())
        is_news = and_(row.proposed_by == login, row.answers > 0, row.read_at.is_(None))
        has_come = and_(row.state == ProposalState.PUT_OFF, row.put_off_until <= today)
        waits = and_(row.proposed_by != login, or_(row.state == ProposalState.OPEN, has_come))
        asked = or_(is_news, waits) if actor.roles.intersection(OWNERS) else is_news
        shown = (row.id, row.element_id, row.element_name, row.proposed_at, row.proposed_by == login)
        days = (row.state, row.due_on, row.put_off_until)
        rows = unit.session.execute(
            select(*shown, *days).where(asked).order_by(row.due_on, row.id).limit(MOST_LISTED)
        ).all()
    return [
        ProposalWork("read", found, step, name, since, None, is_late=False)
        if is_own
        else ProposalWork(
            "answer",
            found,
            step,
            name,
            since,
            at_time(last_day(state, due, until), "24:00"),
            is_late=is_late(state, due, until, today),
        )
        for found, step, name, since, is_own, state, due, until in rows
    ]
