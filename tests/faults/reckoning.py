"""What people were told, compared with what is there: nothing lost, nothing twice."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.task_record import TaskRecord
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from prove.record import Record
from services.health.office_figures import OfficeFigures, read_office_figures
from tests.acceptance.walk import read_store
from tests.faults.load import Load
from tests.office_process import OfficeProcess

ONCE = ("complaint.registered", "run.started")


def figures_of(office: OfficeProcess) -> OfficeFigures:
    """What stands still in the office."""
    return read_office_figures(office.clock.make_unit())


def reckon(office: OfficeProcess, load: Load, record: Record) -> None:
    """Count what is lost and what is there twice; both databases, the trail and the engine's store are asked."""
    with office.clock.database.read() as session:
        numbers = dict(session.execute(select(Complaint.number, Complaint.id)).all())
        runs = dict(session.execute(select(CaseRun.complaint_id, CaseRun.process_instance_key)).all())
        records = Counter(session.scalars(select(TaskRecord.user_task_key)))
        told = session.execute(select(TrailEvent.kind, TrailEvent.complaint_id)).all()
        assert verify_trail(session).fault is None
    events = Counter(event for event in told if event[0] in ONCE)
    query = """
        SELECT variable.value, process_instance.key FROM process_instance JOIN variable
            ON variable.process_instance_key = process_instance.key
        WHERE process_instance.process_id = 'complaint' AND variable.name = 'complaint_id'
        GROUP BY 1, 2"""
    roots = Counter(json.loads(value) for value, _ in read_store(office, query))
    completed = {
        str(key) for (key,) in read_store(office, "SELECT key FROM user_task WHERE state = 'COMPLETED'")
    }
    receipts = set(load.receipts.values())
    lost = [number for number in receipts if number not in numbers]
    lost += [number for number in receipts if number in numbers and runs.get(numbers[number]) is None]
    lost += [number for number, case in numbers.items() if roots[case] == 0]
    lost += [key for key in load.submitted if key not in records or key not in completed]
    doubled = [*load.filed_twice, *(case for case, count in roots.items() if count > 1)]
    doubled += [f"{kind} {case}" for (kind, case), count in events.items() if count > 1]
    record.lost += len(lost)
    record.duplicated += len(doubled) + len(numbers) - len(receipts)
    record.figures |= {
        "receipts": len(receipts),
        "submissions": len(load.submitted),
        "requests refused": load.refusals,
    }
    assert (lost, doubled) == ([], [])
    assert set(numbers) == receipts, "a case that nobody was told of"
    assert office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"] == []
