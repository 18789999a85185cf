"""The open incidents of the engine with the case that each is of."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import NotFound
from services.ports.monitor import Monitor
from services.unit_of_work import UnitFactory
from services.views.case_runs import map_complaints_of_instances

MAX_DEPTH = 20  # calls inside calls; the shipped processes need three
MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class IncidentPlace:
    """An incident by its key, the process it is in, and the case; None for a process of no case."""

    key: str
    process_id: str
    complaint_id: str | None


def list_incident_places(monitor: Monitor, make_unit: UnitFactory) -> list[IncidentPlace]:
    """The newest two hundred; OutsideUnavailable while the engine is away."""
    incidents = monitor.list_incidents()[:MOST_LOOKED_AT]
    paths = {key: _path_of(key, monitor) for key in {one.process_instance_key for one in incidents}}
    with make_unit().reading() as unit:
        cases = map_complaints_of_instances({key for path in paths.values() for key in path}, unit)
    found = []
    for one in incidents:
        path = paths[one.process_instance_key]
        case = next((cases[key].id for key in path if key in cases), None)
        if path:
            found.append(IncidentPlace(one.key, one.process_id, case))
    return found


def _path_of(key: str, monitor: Monitor) -> list[str]:
    """The instance and those that called it; empty for one that is gone meanwhile."""
    path: list[str] = []
    above: str | None = key
    try:
        while above is not None and len(path) < MAX_DEPTH:
            instance = monitor.get_instance(above)
            path.append(instance.key)
            above = instance.parent_key
    except NotFound:
        return []
    return path
