"""Closing of a file at the end of a case: what belongs to it ends, what outlives it goes on."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import WATCHED_ALONE, ClockStopReason, Stage
from models.clock.clock import Clock
from models.ground.ids import ClockId
from services.actor import Actor
from services.case.end_run import end_tasks
from services.case.lifecycle import move_stage
from services.clocks.stop_clock import StopClock, stop_clock
from services.requests.kinds import KINDS
from services.requests.request_kind import RequestKind
from services.unit_of_work import Unit


def close_file(complaint: Complaint, reason: ClockStopReason, unit: Unit, actor: Actor) -> None:
    """Archive the case: its requests lapse, its clocks stop, its tasks end with the short code `reason`.

    What came back must be sent again, and what a review found must be made good, all the same.

    Conflict when its stage cannot end here.
    """
    # The move comes first: what lapses with it may still have to set a clock going again before it stops.
    move_stage(complaint, Stage.ARCHIVED, unit, actor)
    running = unit.session.scalars(
        select(Clock.id).where(
            Clock.complaint_id == complaint.id,
            Clock.stopped_at.is_(None),
            Clock.kind.not_in(
                [*WATCHED_ALONE, *(kind for entry in _list_outliving() for kind in entry.clock_kinds)]
            ),
        )
    ).all()
    for clock_id in running:
        stop_clock(StopClock(ClockId(clock_id), reason), unit)
    end_tasks(complaint.id, reason.value, unit, keep=_list_outliving())
    complaint.closed_at = unit.clock.now()


def _list_outliving() -> list[RequestKind]:
    """Rectification, transfer, review and supervision have processes of their own that go on after the archive."""
    return [kind for kind in KINDS.values() if kind.outlives_case]
