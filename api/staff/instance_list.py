"""The list of process instances as a supervisor asks for it: by process, state, incident and the number of the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.context import current_actor, make_unit, monitor
from api.staff.instance_cases import KEYS_AT_ONCE, MAX_DEPTH, map_cases
from bpmn.names import ProcessId
from services.ports.monitor import ProcessInstanceView
from services.views.case_runs import CaseOfInstance
from services.views.moving_runs import (
    find_runs_by_number,
    list_still_runs,
    map_last_movements,
    map_marks_of_runs,
)
from services.views.page import ROWS_OF_A_PAGE, Page
from services.views.unreviewed import VersionMark

MAX_PAGE = 200  # searches of a cluster go no deeper than 10,000
STATES = ("ACTIVE", "COMPLETED", "TERMINATED")
NEWEST, STILL = "", "still"


@dataclass(frozen=True, slots=True)
class InstanceRow:
    """One instance, the case it works for, when that moved last and its mark; all None where there is no case."""

    instance: ProcessInstanceView
    case: CaseOfInstance | None
    moved_at: datetime | None
    mark: VersionMark | None


def list_instances(chosen: Mapping[str, str], number: int) -> Page[InstanceRow]:
    """A page in a fixed number of requests; instances of cases that are not for this person are left out."""
    if chosen["order"] == STILL:
        return _list_still(chosen, number)
    conditions = _conditions(chosen)
    if chosen["number"]:
        keys = _family(find_runs_by_number(chosen["number"], make_unit(), current_actor()))
        if not keys:
            return Page((), 1, 0, has_more=False)
        conditions["processInstanceKey"] = {"$in": sorted(keys)}
    page = min(max(number, 1), MAX_PAGE)
    found = monitor().search_instances(conditions, start=(page - 1) * ROWS_OF_A_PAGE, limit=ROWS_OF_A_PAGE)
    return Page(_rows(found.items), page, found.total, found.has_more)


def _list_still(chosen: Mapping[str, str], number: int) -> Page[InstanceRow]:
    """Of running cases only: when a case moved stands in the database, not in the engine."""
    only: set[str] | None = None
    if chosen["incident"]:
        conditions = {
            "processDefinitionId": ProcessId.COMPLAINT.value,
            "state": "ACTIVE",
            "hasIncident": True,
        }
        only = {item.key for item in monitor().search_instances(conditions, limit=KEYS_AT_ONCE).items}
    if chosen["number"]:
        named = set(find_runs_by_number(chosen["number"], make_unit(), current_actor()))
        only = named if only is None else only & named
    page = list_still_runs(only, number, make_unit(), current_actor())
    by_key = {item.key: item for item in _by_keys("processInstanceKey", page.rows)}
    rows = _rows([by_key[key] for key in page.rows if key in by_key])
    return Page(rows, page.number, page.total, page.has_more)


def _rows(instances: Sequence[ProcessInstanceView]) -> tuple[InstanceRow, ...]:
    cases = map_cases(instances)
    ids = {case.complaint_id for case in cases.values() if not case.is_barred}
    moved = map_last_movements(ids, make_unit(), current_actor())
    marks = map_marks_of_runs(ids, make_unit(), current_actor())
    shown = [(item, cases.get(item.key)) for item in instances]
    return tuple(
        InstanceRow(item, case, moved.get(case.complaint_id), marks.get(case.complaint_id))
        if case
        else InstanceRow(item, None, None, None)
        for item, case in shown
        if case is None or not case.is_barred
    )


def _family(roots: Collection[str]) -> set[str]:
    """These instances and all they called, level by level."""
    family, level = set(roots), list(roots)
    for _ in range(MAX_DEPTH):
        level = [item.key for item in _by_keys("parentProcessInstanceKey", level) if item.key not in family]
        if not level:
            break
        family.update(level)
    return family


def _by_keys(name: str, keys: Sequence[str]) -> list[ProcessInstanceView]:
    found: list[ProcessInstanceView] = []
    for start in range(0, len(keys), KEYS_AT_ONCE):
        found += monitor().list_instances({name: {"$in": list(keys[start : start + KEYS_AT_ONCE])}})
    return found


def _conditions(chosen: Mapping[str, str]) -> dict[str, object]:
    conditions: dict[str, object] = {}
    if chosen["process"] in set(ProcessId):
        conditions["processDefinitionId"] = chosen["process"]
    if chosen["state"] in STATES:
        conditions["state"] = chosen["state"]
    if chosen["incident"]:
        conditions["hasIncident"] = True
    return conditions
