"""The due-list: every running clock of the office by its due moment, computed now, also while the engine is away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Rung
from models.clock.clock import Clock
from models.ground.codes import Role
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.beside.extension.late_reasons import list_late_reasons
from services.clocks.case_clock import LATE_RUNGS
from services.clocks.office_ladder import load_ladder, rungs_now
from services.clocks.owner_limit import limit_key_of
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork
from services.views.page import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class DueClock:
    """One running clock; `seconds_left` is negative when overdue, `limit_key` names a limit of the office's own.

    `handler_name` is empty for somebody whom the office does not know any more, None for a case without a handler.
    `late_reason` is the code of an extension that came too late.
    """

    clock_id: str
    complaint_id: str
    number: str
    kind: ClockKind
    due_at: datetime
    rung: Rung
    seconds_left: float
    is_provisional: bool
    unit: str | None
    handler_name: str | None
    limit_key: str | None
    late_reason: str | None


def list_due_clocks(unit_of_work: UnitOfWork, actor: Actor) -> list[DueClock]:
    """The running clocks, nearest first, no more than one beyond 10,000.

    For the line and the supervisor, NotPermitted for others. Cases that exclude the actor are left out.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR, Role.APPROVER, Role.INTAKE)
    with unit_of_work.reading() as unit:
        ladder, now = load_ladder(unit.session), unit.clock.now()
        names = map_people_names(unit)
        rows = unit.session.execute(
            select(Clock, Complaint)
            .join(Complaint, Complaint.id == Clock.complaint_id)
            .where(Clock.stopped_at.is_(None))
            .order_by(Clock.due_at)
            .limit(MOST_COUNTED + 1)
        ).all()
        rungs = rungs_now([clock for clock, _ in rows], now, ladder, unit.session)
        late = [clock_id for clock_id, rung in rungs.items() if rung in LATE_RUNGS]
        reasons = list_late_reasons(late, unit)
        excluded = find_exclusions({complaint.id for _, complaint in rows}, login, unit)
        return [
            DueClock(
                clock_id=clock.id,
                complaint_id=complaint.id,
                number=complaint.number,
                kind=clock.kind,
                due_at=clock.due_at,
                rung=rungs[clock.id],
                seconds_left=(clock.due_at - now).total_seconds(),
                is_provisional=clock.is_provisional,
                unit=complaint.handling_unit,
                handler_name=names.get(complaint.handler_id, "") if complaint.handler_id else None,
                limit_key=limit_key_of(clock),
                late_reason=reasons.get(clock.id),
            )
            for clock, complaint in rows
            if complaint.id not in excluded
        ]
