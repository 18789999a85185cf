"""The sweep of windows: a limit that stands still for a request runs on when the window is over, asked for or not.

An owner's step in front of the question of a window, or a run that was lost, would leave the limit standing for ever.
"""

from datetime import datetime, timedelta

from sqlalchemy import select, true

from models.case.lifecycle import RequestState
from services.actor import SYSTEM
from services.casefile.get_case import get_complaint
from services.requests.expire_request import expire_request
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind, Window
from services.requests.request_rows import get_request
from services.unit_of_work import UnitFactory
from services.watch.sweep import BATCH, GRACE, Swept, Unwatched, sweep

OpenWindow = tuple[RequestKind, str, str, datetime]


def sweep_windows_step(make_unit: UnitFactory, unwatched: Unwatched, grace: timedelta = GRACE) -> Swept:
    """Let the open requests expire whose window has been over for `grace` and more; their diagram is then told so.

    Of the kinds for which limits stand still. By the same rule as a window's own job, which finds the request expired.
    """
    due: list[OpenWindow] = []
    with make_unit().reading() as unit:
        moment, now = unit.ports.system_clock.now(), unit.clock.now()
        for kind, window in _list_windows():
            column = getattr(kind.table, window.ends_at)
            rows = unit.session.execute(
                select(kind.table.id, kind.table.complaint_id, column)
                .where(
                    kind.table.state == RequestState.OPEN,
                    column <= now,
                    true() if window.is_waiting is None else window.is_waiting(),
                )
                .order_by(column, kind.table.id)
                .limit(BATCH)
            )
            due += [(kind, row[0], row[1], row[2]) for row in rows]
    return sweep(due, unwatched.list_late(due, moment, grace), lambda window: _expire(window, make_unit))


def _list_windows() -> list[tuple[RequestKind, Window]]:
    return [
        (kind, window) for kind in KINDS.values() if kind.opening.holds is not None for window in kind.windows
    ]


def _expire(window: OpenWindow, make_unit: UnitFactory) -> bool:
    kind, request_id, complaint_id, _ = window
    with make_unit() as unit:
        # The case first: whoever changes its requests holds its lock.
        get_complaint(complaint_id, unit)
        row = get_request(kind.table, request_id, unit)
        if row.state is not RequestState.OPEN:
            return False
        expire_request(kind, row, unit, SYSTEM)
        return True
