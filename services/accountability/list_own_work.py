"""What of the register waits for the person whom it is about, as rows of his list of tasks: nobody has to find out by chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from models.clock.legal_time import at_time, beijing_date
from models.ground.accountability_codes import AccountabilityState
from models.office.accountability import Accountability
from services.actor import Actor, staff_id_of
from services.unit_of_work import UnitOfWork

MOST_LISTED = 50
_State = AccountabilityState


@dataclass(frozen=True, slots=True)
class OwnWork:
    """`what`: answer (he is asked) or read (it is decided); `due_at` is the end of the last day, once that is known."""

    what: str
    record_id: str
    since: datetime
    due_at: datetime | None


def list_own_work(unit_of_work: UnitOfWork, actor: Actor) -> Sequence[OwnWork]:
    """What he may still answer, and decisions that he has not confirmed; the oldest first."""
    with unit_of_work.reading() as unit:
        row, today = Accountability, beijing_date(unit.clock.now())
        in_time = or_(row.hear_until.is_(None), row.hear_until >= today)
        asked = and_(row.state == _State.HEARING, row.said_at.is_(None), in_time)
        rows = unit.session.execute(
            select(row.id, row.state, row.asked_at, row.hear_until, row.decided_at)
            .where(row.person == staff_id_of(actor), or_(asked, row.state == _State.DECIDED))
            .order_by(row.opened_at, row.id)
            .limit(MOST_LISTED)
        ).all()
    found = []
    for record, state, asked_at, until, decided_at in rows:
        is_asked = state is _State.HEARING
        since = asked_at if is_asked else decided_at
        if since is not None:
            due_at = at_time(until, "24:00") if is_asked and until is not None else None
            found.append(OwnWork("answer" if is_asked else "read", record, since, due_at))
    return found
