"""Ends here what was cancelled in the engine itself, past this application: runs, and requests with their own process."""

from services.case.cancelled_runs import list_run_closings
from services.ports.engine import ProcessEngine
from services.requests.cancelled_requests import list_request_closings
from services.unit_of_work import UnitFactory


def close_cancelled_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many instances were found cancelled. OutsideUnavailable when the engine is away.

    Only what the engine calls terminated counts; an instance that its search does not know may just have begun.
    """
    with make_unit().reading() as unit:
        closings = list_run_closings(unit) | list_request_closings(unit)
    cancelled = engine.list_cancelled_instances(list(closings)) if closings else frozenset()
    for key in sorted(cancelled):
        with make_unit() as unit:
            closings[key](unit)
    return len(cancelled)
