"""Open incidents of the engine, for the badge of those who mend them: which there are, and which case waits for each."""

from __future__ import annotations

from services.ports.monitor import Monitor
from services.standstill.found import Found

MOST_FOUND = 1_000
KEYS_AT_ONCE = 500
MAX_DEPTH = 20  # calls inside calls; the shipped processes need three


def find_open_incidents(monitor: Monitor) -> list[Found]:
    """The newest thousand, in as many requests as calls are deep; OutsideUnavailable while the engine is away."""
    incidents = monitor.search_incidents(limit=MOST_FOUND).items
    parents: dict[str, str | None] = {}
    level = {incident.process_instance_key for incident in incidents}
    for _ in range(MAX_DEPTH):
        keys = sorted(level - parents.keys())
        for start in range(0, len(keys), KEYS_AT_ONCE):
            part = keys[start : start + KEYS_AT_ONCE]
            found = monitor.list_instances({"processInstanceKey": {"$in": part}})
            parents |= dict.fromkeys(part) | {item.key: item.parent_key for item in found}
        level = {parent for key in keys if (parent := parents[key]) is not None}
        if not level:
            break
    return [
        Found(
            incident.key,
            incident.created_at,
            {"error_type": incident.error_type},
            path=_path(incident.process_instance_key, parents),
        )
        for incident in incidents
    ]


def _path(key: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    path = [key]
    while (above := parents.get(path[-1])) is not None:
        path.append(above)
    return tuple(path)
