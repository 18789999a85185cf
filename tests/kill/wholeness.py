"""What must be true of a case after any kill: nothing lost, nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from models.case_run import CaseRun
from models.clock import Clock
from models.clock_rung import ClockRung
from models.task_record import TaskRecord
from models.trail_event import TrailEvent
from tests.acceptance.walk import Case, elements, family_of, instances_with
from tests.office_process import OfficeProcess

RUNG_ENDS = {"near": "Near", "over": "Overdue"}


def assert_whole(office: OfficeProcess, case: Case, submitted: Sequence[str] | None = None) -> None:
    """One case, run and root instance of the receipt; one record of each submitted form; no notice twice.

    `submitted`: keys of the tasks whose submission people were told or sent again; None where nobody counted.
    """
    family = _assert_one_root(office, case)
    _assert_submitted(office, case, submitted)
    _assert_told_once(office, case)
    _assert_announced_in_the_engine(office, case, family)
    incidents = office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"]
    assert [found for found in incidents if found["processInstanceKey"] in family] == []


def _assert_one_root(office: OfficeProcess, case: Case) -> set[str]:
    with office.clock.database.read() as session:
        runs = session.scalars(select(CaseRun).where(CaseRun.complaint_id == case.complaint_id)).all()
    assert [run.run_no for run in runs] == [1]
    root = runs[0].process_instance_key
    assert root is not None, "the run was never started"
    assert instances_with(office, case) == {root}
    family = family_of(office, root)
    counted = Counter(name for name, _ in elements(office, family))
    twice = {name: count for name, count in counted.items() if count > 1 and name.startswith("UserTask_")}
    assert twice == {}
    return family


def _assert_submitted(office: OfficeProcess, case: Case, submitted: Sequence[str] | None) -> None:
    with office.clock.database.read() as session:
        query = select(TaskRecord.user_task_key).where(TaskRecord.complaint_id == case.complaint_id)
        recorded = sorted(session.scalars(query))
    assert recorded == (recorded if submitted is None else sorted(submitted))
    for key in recorded:
        assert office.engine.get(f"user-tasks/{key}")["state"] == "COMPLETED"


def _assert_told_once(office: OfficeProcess, case: Case) -> None:
    """No event of the trail twice: every event names the thing it is about."""
    with office.clock.database.read() as session:
        query = select(TrailEvent).where(TrailEvent.complaint_id == case.complaint_id)
        told = Counter(
            (event.kind, json.dumps(event.payload, sort_keys=True)) for event in session.scalars(query)
        )
    assert told, "the trail of a case is never empty"
    assert [event for event, times in told.items() if times > 1] == []


def _assert_announced_in_the_engine(office: OfficeProcess, case: Case, family: set[str]) -> None:
    """Each announced rung was seen by its stage exactly once."""
    with office.clock.database.read() as session:
        query = (
            select(Clock.kind, ClockRung.rung)
            .join(ClockRung, ClockRung.clock_id == Clock.id)
            .where(Clock.complaint_id == case.complaint_id, ClockRung.announced_at.is_not(None))
        )
        announced = Counter(
            f"Boundary_{kind.value.title().replace('_', '')}{RUNG_ENDS[rung.value]}"
            for kind, rung in session.execute(query)
            if rung.value in RUNG_ENDS
        )
    seen = Counter(
        name
        for name, state in elements(office, family)
        if name.startswith("Boundary_") and state == "COMPLETED"
    )
    assert seen == announced, "what was announced is not what the stages saw"
