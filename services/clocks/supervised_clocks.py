"""Tells the watches of the clocks that a supervision is about when it begins or ends."""

from models.beside.supervision import Supervision
from models.clock.clock import Clock
from services.clocks.case_clock import list_running_legal_clocks, refresh_case_clock, tell_watch
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit


def supervision_changed(supervision: Supervision, unit: Unit) -> None:
    """Let the watches of its clocks look again, after it was opened by a person, closed or lapsed."""
    unit.session.flush()
    for clock in _list_supervised(supervision, unit):
        clock.version += 1
        unit.session.flush()
        tell_watch(clock, unit)
    refresh_case_clock(supervision.complaint_id, load_ladder(unit.session), unit)


def _list_supervised(supervision: Supervision, unit: Unit) -> list[Clock]:
    """The one late clock it names, else every running legal clock of the case."""
    if supervision.late_clock_id is None:
        return list_running_legal_clocks(supervision.complaint_id, unit)
    clock = unit.session.get_one(Clock, supervision.late_clock_id)
    return [clock] if clock.stopped_at is None else []
