"""What must be true of a whole office after any number of kills: what people did is there, all of it, and once."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import select

from models.case.case_run import CaseRun
from models.case.task_record import ACT_KEY, TaskRecord
from models.ledger.digest_check import DigestReport, check_digests
from models.ledger.outbox import OutboxRow
from models.ledger.trail_check import verify_trail
from tests.acceptance.walk import Case, list_cases, read_store
from tests.kill.persistent_people import PersistentPeople
from tests.kill.wholeness import acts_on_file, assert_told_once, assert_worked_on_once
from tests.office_process import OfficeProcess


def assert_office_whole(office: OfficeProcess, people: PersistentPeople) -> None:
    """Every submission and act has its one record, every record its one effect in the engine."""
    _assert_records(office, people)
    with office.clock.database.read() as session:
        assert verify_trail(session).fault is None
        assert list(check_digests(session, DigestReport())) == []
        assert session.scalars(select(OutboxRow.kind).where(OutboxRow.sent_at.is_(None))).all() == []
    assert office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"] == []
    for case in list_cases(office):
        _assert_runs(office, case)
        assert_told_once(office, case)
        assert_worked_on_once(office, case)


def _assert_records(office: OfficeProcess, people: PersistentPeople) -> None:
    with office.clock.database.read() as session:
        keys = session.scalars(select(TaskRecord.user_task_key)).all()
    assert acts_on_file(office) == people.acts
    tasks = Counter(key for key in keys if not key.startswith(ACT_KEY))
    assert tasks == people.tasks
    completed = read_store(office, "SELECT key FROM user_task WHERE state = 'COMPLETED'")
    assert set(tasks) - {str(key) for (key,) in completed} == set(), "submitted and not completed"


def _assert_runs(office: OfficeProcess, case: Case) -> None:
    query = """
        SELECT DISTINCT process_instance.key FROM process_instance JOIN variable
            ON variable.process_instance_key = process_instance.key
        WHERE process_instance.process_id = 'complaint'
            AND variable.name = 'complaint_id' AND variable.value = ?"""
    instances = {str(key) for (key,) in read_store(office, query, json.dumps(case.complaint_id))}
    with office.clock.database.read() as session:
        runs = session.scalars(
            select(CaseRun.process_instance_key).where(CaseRun.complaint_id == case.complaint_id)
        ).all()
    assert sorted(instances) == sorted(str(key) for key in runs), f"{case.number}: one instance a run"
