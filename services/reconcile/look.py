"""One look at both stores: on what they do not agree. What two looks see is no passing moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from bpmn.names import ProcessId
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.reconcile.of_clocks import find_unwatched
from services.reconcile.of_requests import find_lost_requests
from services.reconcile.of_stages import find_elsewhere, map_places
from services.reconcile.of_tasks import find_differing_tasks
from services.reconcile.of_versions import find_lost_versions
from services.reconcile.open_runs import OpenRun, list_open_runs
from services.unit_of_work import UnitFactory

KEYS_AT_ONCE = 500


@dataclass(slots=True)
class Looked:
    """What one look saw."""

    open_cases: int = 0
    seen: set[Differing] = field(default_factory=set)


def look(make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor) -> Looked:
    """Everything that differs now, also what is only on its way. OutsideUnavailable while the engine is away.

    It changes nothing. The engine is asked for its live roots and open tasks, and for what it does not show in parts of 500.
    """
    looked, known = Looked(), set[str]()
    roots, places = _map_roots(monitor), map_places(monitor)
    for part in list_open_runs(make_unit):
        looked.open_cases += len(part)
        # An engine of another office has given out the same keys: a root is ours when it names our case.
        live = {run.key: run for run in part if run.key and roots.get(run.key) == run.complaint_id}
        going = {key: run for key, run in live.items() if not run.is_over}
        known |= going.keys()
        looked.seen |= set(_of_runs(part, live, monitor))
        looked.seen |= set(find_elsewhere(going.values(), places, make_unit, monitor))
    lost = {one.complaint_id for one in looked.seen if one.difference is Difference.RUN_UNKNOWN}
    looked.seen |= set(find_differing_tasks(lost, make_unit, engine, monitor))
    # The root of a run that is not bound yet is its only one.
    not_begun = (Difference.RUN_NOT_BEGUN, Difference.START_UNTOLD)
    to_come = {one.complaint_id for one in looked.seen if one.difference in not_begun}
    others = {key: case for key, case in roots.items() if key not in known and case not in to_come}
    looked.seen |= set(_of_other_roots(others, make_unit))
    lost_requests = set(find_lost_requests(make_unit, monitor))
    # Of a process that is gone nothing more is told.
    gone = {one.key for one in lost_requests}
    astray = {one for one in looked.seen if one.difference is Difference.REQUEST_ASTRAY}
    looked.seen -= {one for one in astray if one.recorded in gone}
    looked.seen |= lost_requests
    looked.seen |= set(find_unwatched(make_unit))
    looked.seen |= set(find_lost_versions(make_unit, engine, monitor))
    return looked


def _map_roots(monitor: Monitor) -> dict[str, str]:
    """The live roots of cases by key, with the id of the case that each names; empty for one that names none."""
    active = {"processDefinitionId": ProcessId.COMPLAINT.value, "state": "ACTIVE"}
    keys = sorted({root.key for root in monitor.list_instances(active)})
    told = monitor.map_values("complaint_id", keys) if keys else {}
    return {key: case if isinstance(case := told.get(key), str) else "" for key in keys}


def _of_runs(part: Sequence[OpenRun], live: Mapping[str, OpenRun], monitor: Monitor) -> Iterator[Differing]:
    asked = {run.key: run for run in part if run.key and not run.is_over and run.key not in live}
    told = _list_told(asked, monitor) if asked else set()
    for run in part:
        if run.run_no is None:
            yield Differing(run.complaint_id, Difference.NO_RUN, run.complaint_id)
        elif run.is_over:
            yield Differing(run.complaint_id, Difference.RUN_OVER, run.key or run.complaint_id)
        elif run.key is None:
            difference = Difference.RUN_NOT_BEGUN if run.has_start else Difference.START_UNTOLD
            yield Differing(run.complaint_id, difference, run.complaint_id)
        elif run.key in asked and run.key not in told:
            yield Differing(run.complaint_id, Difference.RUN_UNKNOWN, run.key)


def _list_told(asked: Mapping[str, OpenRun], monitor: Monitor) -> set[str]:
    """Those that the engine knows as ended, which the workers notice by themselves, or that its list of roots only missed.

    One that names another case is not ours.
    """
    found = monitor.list_instances({"processInstanceKey": {"$in": list(asked)}})
    there = [one.key for one in found]
    cases = monitor.map_values("complaint_id", there) if there else {}
    return {key for key in there if cases.get(key, asked[key].complaint_id) == asked[key].complaint_id}


def _of_other_roots(roots: Mapping[str, str], make_unit: UnitFactory) -> Iterator[Differing]:
    """Live roots that are not the run of an open case: of one that is closed, a second one, or of nobody."""
    stages: dict[str, Stage] = {}
    cases = sorted({case for case in roots.values() if case})
    for start in range(0, len(cases), KEYS_AT_ONCE):
        query = select(Complaint.id, Complaint.stage).where(
            Complaint.id.in_(cases[start : start + KEYS_AT_ONCE])
        )
        with make_unit().reading() as unit:
            stages |= {case: stage for case, stage in unit.session.execute(query)}
    for key, case in roots.items():
        if case not in stages:
            yield Differing("", Difference.RUN_OF_NOBODY, key)
        elif stages[case] is Stage.ARCHIVED:
            yield Differing(case, Difference.CLOSED_RUNS, key)
        else:
            yield Differing(case, Difference.RUN_TWICE, key)
