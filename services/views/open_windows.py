"""The windows that are open: somebody outside was asked and has until then; afterwards the work goes on without."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.ground.codes import Role
from services.access.find_exclusion import find_exclusions
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind, Window
from services.unit_of_work import Unit, UnitOfWork
from services.views.page import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """One window of a request; `kind` is the window's name, `seconds_left` is negative when over.

    `handler_name` is empty for somebody whom the office does not know any more, None for a case without a handler.
    """

    kind: str
    request_id: str
    complaint_id: str
    number: str
    ends_at: datetime
    seconds_left: float
    unit: str | None
    handler_name: str | None


def list_windows() -> list[tuple[RequestKind, Window]]:
    """Every window that a kind of request has, in the order of the page of a case."""
    kinds = sorted(KINDS.values(), key=lambda kind: (kind.page_order, kind.name))
    return [(kind, window) for kind in kinds for window in kind.windows]


def list_open_windows(unit_of_work: UnitOfWork, actor: Actor) -> list[OpenWindow]:
    """The open windows, the nearest end first, no more than one of a kind beyond 10,000.

    For who sees the due-list, NotPermitted for others. Cases that exclude the actor are left out.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR, Role.APPROVER, Role.INTAKE)
    with unit_of_work.reading() as unit:
        windows = list(_read(login, unit))
    return sorted(windows, key=lambda window: window.ends_at)


def _read(login: str, unit: Unit) -> Iterator[OpenWindow]:
    now = unit.clock.now()
    names = map_people_names(unit)
    for kind, window in list_windows():
        table, ends_at = kind.table, getattr(kind.table, window.ends_at)
        query = (
            select(table.id, Complaint, ends_at)
            .join(Complaint, Complaint.id == table.complaint_id)
            .where(table.state == RequestState.OPEN)
            .order_by(ends_at)
            .limit(MOST_COUNTED + 1)
        )
        if window.is_waiting is not None:
            query = query.where(window.is_waiting())
        rows = unit.session.execute(query).all()
        excluded = find_exclusions({complaint.id for _, complaint, _ in rows}, login, unit)
        for request_id, complaint, end in rows:
            if end is None or complaint.id in excluded:
                continue
            yield OpenWindow(
                kind=window.name,
                request_id=request_id,
                complaint_id=complaint.id,
                number=complaint.number,
                ends_at=end,
                seconds_left=(end - now).total_seconds(),
                unit=complaint.handling_unit,
                handler_name=names.get(complaint.handler_id, "") if complaint.handler_id else None,
            )
