"""How many open incidents a supervisor may know of: those of no case, and of cases that are not kept from him."""

from __future__ import annotations

from dataclasses import dataclass

from api.context import current_actor, make_unit, monitor
from api.staff.instance_cases import path_to
from models.ground.errors import NotFound
from services.views.case_runs import map_instances_to_cases

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class IncidentCount:
    """`has_more` than the counted 99."""

    number: int
    has_more: bool


def count_visible_incidents() -> IncidentCount:
    """As many statements of the database for ninety as for one; OutsideUnavailable while the engine is away."""
    found = monitor().list_incidents()
    # Twice as many as are counted, as for what stands still.
    asked = found[: 2 * MOST_COUNTED]
    paths = {key: _keys_above(key) for key in {incident.process_instance_key for incident in asked}}
    cases = map_instances_to_cases(
        {key for path in paths.values() for key in path}, make_unit(), current_actor()
    )
    barred = {
        key
        for key, path in paths.items()
        if not path or any(place in cases and cases[place].is_barred for place in path)
    }
    seen = sum(incident.process_instance_key not in barred for incident in asked)
    return IncidentCount(min(seen, MOST_COUNTED), seen > MOST_COUNTED or len(found) > len(asked))


def _keys_above(key: str) -> list[str]:
    """The instance and those that called it; none for one that is gone meanwhile."""
    try:
        return [instance.key for instance in path_to(monitor().get_instance(key))]
    except NotFound:
        return []
