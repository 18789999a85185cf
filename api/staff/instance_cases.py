"""Between process instances and cases: the path up to the root, and the case at its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from api.context import current_actor, make_unit, monitor
from models.ground.errors import NotFound
from services.ports.monitor import ProcessInstanceView
from services.views.case_runs import CaseOfInstance, map_instances_to_cases

KEYS_AT_ONCE = 500
MAX_DEPTH = 20  # calls inside calls; the shipped processes need three


def path_to(instance: ProcessInstanceView) -> list[ProcessInstanceView]:
    """The instances from the root down to this one."""
    path = [instance]
    while path[0].parent_key is not None and len(path) < MAX_DEPTH:
        path.insert(0, monitor().get_instance(path[0].parent_key))
    return path


def find_case(path: Sequence[ProcessInstanceView]) -> CaseOfInstance | None:
    """The case of a path, None for a process of no case; NotFound when its case is not for this person."""
    cases = map_instances_to_cases([instance.key for instance in path], make_unit(), current_actor())
    found = next((cases[instance.key] for instance in path if instance.key in cases), None)
    if found is not None and found.is_barred:
        raise NotFound
    return found


def map_cases(instances: Collection[ProcessInstanceView]) -> dict[str, CaseOfInstance]:
    """The case of each, barred ones too: their parents are asked for together, level by level."""
    parents = {item.key: item.parent_key for item in instances}
    for _ in range(MAX_DEPTH):
        missing = sorted({parent for parent in parents.values() if parent and parent not in parents})
        if not missing:
            break
        for start in range(0, len(missing), KEYS_AT_ONCE):
            part = missing[start : start + KEYS_AT_ONCE]
            above = monitor().list_instances({"processInstanceKey": {"$in": part}})
            parents |= dict.fromkeys(part) | {item.key: item.parent_key for item in above}
    cases = map_instances_to_cases(parents, make_unit(), current_actor())
    found: dict[str, CaseOfInstance] = {}
    for item in instances:
        key: str | None = item.key
        while key is not None and key not in cases:
            key = parents.get(key)
        if key is not None:
            found[item.key] = cases[key]
    return found
