"""Goes to moments of legal time: the office's clock and the engine's, and everything that falls due on the way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from adapters.camunda_clock import CamundaClock
from deploy.clockwork import Engine, OfficeClock
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from tests.workers.engine_office import EngineOffice


def office_clock(running: EngineOffice) -> OfficeClock:
    """What moves the clock of a demo office, over this one."""
    office = running.office
    probe = Engine(CamundaClock(running.http), running.engine)
    return OfficeClock(
        office.database,
        office.clock,
        office.system_clock,
        probe,
        office.unit_of_work,
        office.database.dispose,
    )


def calm(running: EngineOffice) -> None:
    """Wait until nothing is under way any more, as the movable clock of a demo office does."""
    clock = office_clock(running)
    running.wait_for(lambda: not clock.busy(), "all is quiet")
    assert running.incidents() == []


def set_moment(running: EngineOffice, moment: datetime) -> None:
    """Set the office's clock and then the engine's, without waiting."""
    running.office.clock.moment = moment
    running.server.pin_clock(int(moment.timestamp() * 1000))


def go_to(running: EngineOffice, text: str) -> None:
    """Go to an ISO moment, Beijing time without offset, with a stop at every check of a limit on the way."""
    goal = parse_moment(text)
    calm(running)
    while running.office.clock.moment < goal:
        set_moment(running, min(goal, _next_check(running) or goal))
        calm(running)


def _next_check(running: EngineOffice) -> datetime | None:
    with running.office.unit_of_work().reading() as unit:
        ahead = Clock.check_at > running.office.clock.moment
        statement = select(func.min(Clock.check_at)).where(Clock.stopped_at.is_(None), ahead)
        return unit.session.scalar(statement)
