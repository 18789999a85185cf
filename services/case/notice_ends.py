"""Notices what ended in the engine itself, past this application: runs, and requests with their own process."""

from services.case.lost_runs import list_run_closings
from services.ports.engine import ProcessEngine
from services.requests.cancelled_requests import list_request_closings
from services.unit_of_work import UnitFactory


def notice_ends_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many runs and requests ended by it. OutsideUnavailable when the engine is away.

    Only what the engine calls ended counts; an instance that its search does not know may just have begun.
    """
    with make_unit().reading() as unit:
        closings = list_run_closings(unit) | list_request_closings(unit)
    ended = engine.list_ended_instances(list(closings)) if closings else {}
    closed = 0
    for key, end in sorted(ended.items()):
        with make_unit() as unit:
            closed += closings[key](end, unit)
    return closed
