"""Notices what ended in the engine itself, past this application: runs, and requests with their own process."""

from collections.abc import Collection, Mapping

from services.case.lost_runs import list_run_closings
from services.ports.engine import ProcessEngine
from services.requests.cancelled_requests import list_request_closings
from services.requests.instance_closing import InstanceClosing
from services.unit_of_work import UnitFactory


def notice_ends_step(make_unit: UnitFactory, engine: ProcessEngine) -> int:
    """One round; returns how many runs and requests ended by it. OutsideUnavailable when the engine is away.

    Only what the engine calls ended counts; an instance that its search does not know may just have begun, and one that
    names another case or request is another office's under the same key.
    """
    with make_unit().reading() as unit:
        closings = list_run_closings(unit) | list_request_closings(unit)
    ended = engine.list_ended_instances(list(closings)) if closings else {}
    closed = 0
    for key in sorted(ended.keys() - _find_strange(ended, closings, engine)):
        with make_unit() as unit:
            closed += closings[key].close(ended[key], unit)
    return closed


def _find_strange(
    ended: Collection[str], closings: Mapping[str, InstanceClosing], engine: ProcessEngine
) -> set[str]:
    """Those that name something else; of one whose variables the engine has forgotten its key is all that is known."""
    strange: set[str] = set()
    for name in {closings[key].names for key in ended}:
        told = engine.map_values(name, [key for key in ended if closings[key].names == name])
        strange |= {key for key, value in told.items() if value != closings[key].subject_id}
    return strange
