"""A bulletin of a period that has ended is opened: its lines are proposed from the figures, and frozen as they were proposed."""

from __future__ import annotations

from sqlalchemy import select

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.bulletin_codes import BulletinState
from models.ground.errors import InvalidInput
from models.ground.lock_or_insert import insert_if_none
from models.ground.summary_codes import PeriodKind
from models.office.bulletin import Bulletin, BulletinVersion
from services.access.restricted import is_restricted
from services.actor import Actor, require_role
from services.bulletins.lines import as_json, list_questions, propose
from services.bulletins.sight import WRITERS
from services.figures.counted_until import require_counted
from services.summaries.period import Period, period_of
from services.unit_of_work import UnitOfWork

KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER)
MOST_OFFERED = 12


def list_offered(kind: PeriodKind, unit_of_work: UnitOfWork) -> list[str]:
    """The names of the last periods that have ended, the newest first."""
    period = period_of(kind, beijing_date(unit_of_work.ports.clock.now()))
    names: list[str] = []
    for _ in range(MOST_OFFERED if kind is PeriodKind.MONTH else MOST_OFFERED // 3):
        period = period.previous
        names.append(period.name)
    return names


def open_bulletin(name: str, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The name; one that is open or published is left as it is. InvalidInput on `period`, FiguresAway, and
    FiguresBehind where they do not hold the period yet: the lines are frozen and never counted anew.

    What is for named readers alone is in no line: everybody reads a bulletin.
    """
    login = require_role(actor, *WRITERS)
    offered = {one: kind for kind in KINDS for one in list_offered(kind, unit_of_work)}
    if name not in offered:
        raise InvalidInput({"period": "NOT_AN_OPTION" if name else "REQUIRED"})
    period = _read_period(name, offered[name], unit_of_work)
    with unit_of_work.reading() as unit:
        if unit.session.get(Bulletin, name) is not None:
            return name
        without = unit.session.scalars(select(Complaint.id).where(is_restricted())).all()
        questions = list_questions(period, unit.clock.now(), without)
    require_counted(period.ends_on, unit_of_work)
    answer = unit_of_work.ports.figures.ask(questions)
    closed, windows, overdue = answer.lines
    tells = period.kind is PeriodKind.MONTH
    lines = as_json(propose(closed, windows, overdue, tells_numbers=tells))
    with unit_of_work as unit:
        now = unit.clock.now()
        first = {"id": name, "kind": period.kind, "begins_on": period.begins_on, "state": BulletinState.DRAFT}
        first |= {"proposed": lines, "counted_at": answer.mark.read_at, "version_no": 1}
        if not insert_if_none(unit.session, Bulletin, **first, opened_by=login, opened_at=now):
            return name
        unit.session.add(BulletinVersion(bulletin_id=name, no=1, lines=lines, words="", by=login, at=now))
        unit.trail.add(None, "bulletin.opened", {"bulletin": name, "lines": len(lines)}, actor)
    return name


def _read_period(name: str, kind: PeriodKind, unit_of_work: UnitOfWork) -> Period:
    period = period_of(kind, beijing_date(unit_of_work.ports.clock.now()))
    while period.name != name:
        period = period.previous
    return period
