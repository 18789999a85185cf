"""The clock of a whole case: the worst rung and the nearest date of its legal clocks, told to the engine."""

from sqlalchemy import select

from bpmn.names import MessageName
from models.case.complaint import Complaint
from models.case.lifecycle import LEGAL_CLOCK_KINDS, Rung
from models.clock.clock import Clock
from models.clock.clock_ladder import Ladder, worst_of
from models.clock.legal_time import as_iso
from services.clocks.office_ladder import rung_now
from services.outbox.publish_message import PublishMessage, publish
from services.outbox.set_variables import SetVariables
from services.unit_of_work import Unit

# What operators search the root instances for; whether a late case is supervised shows in its own process.
OVERDUE = "overdue"
LATE_RUNGS = frozenset({Rung.OVER, Rung.SUPERVISED})


def refresh_case_clock(complaint_id: str, ladder: Ladder, unit: Unit) -> None:
    """Compute `clock_state` and `next_due_at` anew.

    When they changed, the root instance is told after the commit.
    """
    complaint = unit.session.get_one(Complaint, complaint_id)
    clocks = list_running_legal_clocks(complaint_id, unit)
    now = unit.clock.now()
    state = worst_of([rung_now(clock, now, ladder, unit.session) for clock in clocks])
    next_due_at = min((clock.due_at for clock in clocks), default=None)
    if (complaint.clock_state, complaint.next_due_at) == (state, next_due_at):
        return
    complaint.clock_state, complaint.next_due_at = state, next_due_at
    _tell(complaint, now.isoformat(), unit)


def tell_case_clock(complaint_id: str, run_no: int, unit: Unit) -> None:
    """Tell the root instance of a run that has just begun how the clock of its case stands."""
    complaint = unit.session.get_one(Complaint, complaint_id)
    if complaint.clock_state is not None:
        _tell(complaint, f"run {run_no}", unit)


def _tell(complaint: Complaint, occasion: str, unit: Unit) -> None:
    """`occasion` tells one telling from another."""
    state, next_due_at = complaint.clock_state, complaint.next_due_at
    variables = {
        "clock_state": OVERDUE if state in LATE_RUNGS else (state or Rung.STOPPED).value,
        "next_due_at": None if next_due_at is None else as_iso(next_due_at),
    }
    unit.outbox.add(
        SetVariables(complaint_id=complaint.id, variables=variables),
        f"case-clock:{complaint.id}:{occasion}:{variables['clock_state']}:{variables['next_due_at']}",
    )


def list_running_legal_clocks(complaint_id: str, unit: Unit) -> list[Clock]:
    """The legal clocks of a case that are not stopped, the nearest first."""
    return list(
        unit.session.scalars(
            select(Clock)
            .where(
                Clock.complaint_id == complaint_id,
                Clock.stopped_at.is_(None),
                Clock.kind.in_(LEGAL_CLOCK_KINDS),
            )
            .order_by(Clock.due_at)
        )
    )


def tell_watch(clock: Clock, unit: Unit) -> None:
    """Let the watch of this clock look again after the commit; the version makes each change one message.

    The moment to look is now, so that the sweep looks where no watch does.
    """
    if clock.stopped_at is None:
        clock.check_at = unit.clock.now()
    changed = PublishMessage(
        name=MessageName.CLOCK_CHANGED,
        correlation_key=clock.watch_key or clock.id,
        message_id=f"{clock.id}:{clock.version}",
        complaint_id=clock.complaint_id,
    )
    publish(changed, unit)
