"""Open incidents by cause: one search gives the rows, and every number on the page counts those rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from api.context import current_actor, make_unit, monitor
from api.staff.instance_cases import KEYS_AT_ONCE, map_cases
from services.ports.monitor import IncidentView, ProcessInstanceView
from services.repair.take_incident import Care, map_care
from services.views.case_runs import CaseOfInstance

# In one request; what is older than the newest thousand is told as a number.
MOST_READ = 1_000
# What differs between two failures of one cause: what is quoted, numbers, ids.
_OWN = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\b[0-9a-f]{8,}\b|\d+")


@dataclass(frozen=True, slots=True)
class StuckPlace:
    """An incident, the case that waits for it if it is one of a case, and who looks after it."""

    incident: IncidentView
    case: CaseOfInstance | None
    care: Care | None


@dataclass(frozen=True, slots=True)
class IncidentGroup:
    """Incidents of one cause, the newest first."""

    id: str
    places: tuple[StuckPlace, ...]

    @property
    def sample(self) -> IncidentView:
        """The newest, whose words stand for all."""
        return self.places[0].incident

    @property
    def since(self) -> datetime:
        """When the first of those that are open began."""
        return min(place.incident.created_at for place in self.places)

    @property
    def processes(self) -> tuple[str, ...]:
        """Where they are."""
        return tuple(dict.fromkeys(place.incident.process_id for place in self.places))

    @property
    def carers(self) -> tuple[str, ...]:
        """Who looks after any of them."""
        return tuple(dict.fromkeys(place.care.by_name for place in self.places if place.care))


@dataclass(frozen=True, slots=True)
class OpenIncidents:
    """The groups, the largest first; `unread` older incidents are not among them."""

    groups: tuple[IncidentGroup, ...]
    unread: int

    @property
    def number(self) -> int:
        """How many incidents the groups hold."""
        return sum(len(group.places) for group in self.groups)

    def places(self) -> Mapping[str, StuckPlace]:
        """All of them by the key of the incident."""
        return {place.incident.key: place for group in self.groups for place in group.places}

    def find(self, group_id: str) -> IncidentGroup | None:
        """A group by its id."""
        return next((group for group in self.groups if group.id == group_id), None)


def read_open_incidents() -> OpenIncidents:
    """Those of cases that are not for this person are left out, and counted nowhere."""
    found = monitor().search_incidents(limit=MOST_READ)
    cases = map_cases(_instances_of(found.items))
    shown = [
        item
        for item in found.items
        if (case := cases.get(item.process_instance_key)) is None or not case.is_barred
    ]
    cares = map_care([item.key for item in shown], make_unit(), current_actor())
    groups: dict[str, list[StuckPlace]] = defaultdict(list)
    for item in shown:
        place = StuckPlace(item, cases.get(item.process_instance_key), cares.get(item.key))
        groups[group_id(item)].append(place)
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return OpenIncidents(
        tuple(IncidentGroup(name, tuple(places)) for name, places in ordered),
        max(found.total - len(found.items), 0),
    )


def group_id(incident: IncidentView) -> str:
    """The same for incidents whose kind and message differ only in what each is about."""
    message = _OWN.sub("…", " ".join(incident.error_message.split()))
    return sha256(f"{incident.error_type}\n{message}".encode()).hexdigest()[:16]


def _instances_of(incidents: tuple[IncidentView, ...]) -> list[ProcessInstanceView]:
    keys = sorted({item.process_instance_key for item in incidents})
    found: list[ProcessInstanceView] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        part = keys[start : start + KEYS_AT_ONCE]
        found += monitor().list_instances({"processInstanceKey": {"$in": part}})
    return found
