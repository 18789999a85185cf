"""What must be true of a case after any kill: nothing lost, nothing twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from models.case.case_run import CaseRun
from models.case.lifecycle import ClockKind
from models.case.task import Task
from models.case.task_record import ACT_KEY, TaskRecord
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.requests.kinds import KINDS
from services.requests.kinds.disciplinary_transfer import DISCIPLINARY_TRANSFER
from services.requests.kinds.entrustment import ENTRUSTMENT
from services.requests.kinds.extension import EXTENSION
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.kinds.recusal import RECUSAL
from services.requests.kinds.referral import REFERRAL
from services.requests.kinds.respondent import RESPONDENT
from services.requests.kinds.review import REVIEW
from services.requests.kinds.supervision import SUPERVISION
from services.requests.kinds.supplement import SUPPLEMENT
from services.requests.kinds.withdrawal import WITHDRAWAL
from tests.acceptance.walk import Case, elements, family_of, instances_with, read_store
from tests.office_process import OfficeProcess

SAME_ACT = timedelta(hours=1)
RUNG_ENDS = {"near": "Near", "over": "Overdue"}
# Where a diagram begins to work on a request.
BEGINNINGS = {
    SUPPLEMENT: "Start_SupplementRequested",
    REFERRAL: "Start_Referral",
    EXTENSION: "Start_Extension",
    ENTRUSTMENT: "Start_EntrustmentOpened",
    RESPONDENT: "Start_RespondentAsked",
    RECUSAL: "Start_RecusalRequested",
    SUPERVISION: "Start_SupervisionOpened",
    RECTIFICATION: "Start_RectificationOrdered",
    DISCIPLINARY_TRANSFER: "Start_TransferProposed",
    REVIEW: "Start_ReviewRequested",
    WITHDRAWAL: "Start_WithdrawalRequested",
}


def assert_whole(office: OfficeProcess, case: Case, submitted: Sequence[str] | None = None) -> None:
    """One case, run and root instance of the receipt; one record of each submitted form; no notice twice.

    `submitted`: keys of the tasks whose submission people were told or sent again; None where nobody counted.
    """
    family = _assert_one_root(office, case)
    _assert_submitted(office, case, submitted)
    assert_told_once(office, case)
    assert_worked_on_once(office, case)
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
        recorded = sorted(key for key in session.scalars(query) if not key.startswith(ACT_KEY))
    assert recorded == (recorded if submitted is None else sorted(submitted))
    for key in recorded:
        assert office.engine.get(f"user-tasks/{key}")["state"] == "COMPLETED"


def acts_on_file(office: OfficeProcess) -> Counter[tuple[str, str]]:
    """How often each act was taken on each case."""
    with office.clock.database.read() as session:
        query = select(TaskRecord.complaint_id, TaskRecord.form_id).where(
            TaskRecord.user_task_key.startswith(ACT_KEY)
        )
        return Counter((complaint_id, act) for complaint_id, act in session.execute(query))


def assert_told_once(office: OfficeProcess, case: Case) -> None:
    """As assert_no_event_twice, of a case of an office of processes."""
    assert_no_event_twice(office.clock.database, case.complaint_id)


def assert_no_event_twice(database: Database, complaint_id: str, anew: frozenset[str] = frozenset()) -> None:
    """No event of the trail twice, for every event names the thing it is about; of tasks one for each.

    `anew`: kinds that a run which begins anew writes again. What `rows.changed` is about stands in its digests alone. People may
    do the same again on another day, print a sheet or redo a stage; a repeat of a kill comes at once.
    """
    with database.read() as session:
        of_case = TrailEvent.complaint_id == complaint_id
        query = select(TrailEvent).where(of_case).order_by(TrailEvent.seq)
        events = [(event.kind, event.payload, event.at) for event in session.scalars(query)]
        tasks = Counter(session.scalars(select(Task.element_id).where(Task.complaint_id == complaint_id)))
    assert events, "the trail of a case is never empty"
    created = Counter(payload["element_id"] for kind, payload, _ in events if kind == "task.created")
    assert created == tasks, f"{complaint_id}: one word a task"
    told: dict[str, datetime] = {}
    for kind, payload, at in events:
        event = f"{kind} {json.dumps(payload, sort_keys=True)}"
        is_repeat = event in told and at - told[event] < SAME_ACT
        assert kind in anew | {"task.created", "rows.changed"} or not is_repeat, (
            f"{complaint_id}: told twice: {event}"
        )
        told[event] = at


def assert_worked_on_once(office: OfficeProcess, case: Case) -> None:
    """Each request was begun once by its diagram, each announced rung was seen once by its stage or request.

    A limit that belongs to no stage is watched alone: its own watch told each of its rungs once.
    """
    seen = _completed_elements(office, case)
    asked = _requests_of(office, case)
    # A message that is still buffered also reaches the next diagram that knows it, where its answer is there already.
    begun: Counter[str] = Counter()
    rungs: Counter[str] = Counter()
    for (_, name), times in seen.items():
        if name in BEGINNINGS.values():
            begun[name] = max(begun[name], times)
        elif _tells_a_rung(name):
            rungs[name] += times
    assert begun == +asked, f"{case.number}: what was asked is not what the diagrams began"
    alone = _told_alone(office, case)
    told = f"{case.number}: what was announced is not what the stages saw"
    assert rungs + alone == _announced(office, case), told


def _completed_elements(office: OfficeProcess, case: Case) -> Counter[tuple[str, str]]:
    """How often each element of each process was passed for this case, in its runs and beside them."""
    query = """
        SELECT process_instance.process_id, element_id FROM element_instance JOIN process_instance
            ON process_instance.key = element_instance.process_instance_key
        WHERE element_instance.state = 'COMPLETED' AND process_instance.root_instance_key IN (
            SELECT root_instance_key FROM process_instance JOIN variable
                ON variable.process_instance_key = process_instance.key
            WHERE variable.name = 'complaint_id' AND variable.value = ?)"""
    return Counter(
        (process, name) for process, name in read_store(office, query, json.dumps(case.complaint_id))
    )


def _requests_of(office: OfficeProcess, case: Case) -> Counter[str]:
    with office.clock.database.read() as session:
        return Counter(
            {
                BEGINNINGS[kind]: session.scalar(
                    select(func.count()).select_from(table).where(table.complaint_id == case.complaint_id)
                )
                for kind, table in ((kind, kind.table) for kind in KINDS.values())
            }
        )


def _announced(office: OfficeProcess, case: Case) -> Counter[str]:
    query = (
        select(Clock.kind, ClockRung.rung)
        .join(ClockRung, ClockRung.clock_id == Clock.id)
        .where(Clock.complaint_id == case.complaint_id, ClockRung.thrown_at.is_not(None))
    )
    with office.clock.database.read() as session:
        return Counter(
            _name_rung(kind, RUNG_ENDS[rung.value])
            for kind, rung in session.execute(query)
            if rung.value in RUNG_ENDS
        )


def _told_alone(office: OfficeProcess, case: Case) -> Counter[str]:
    """What the watches of this case's limits without a stage have told, by the name that its stage would have."""
    query = """
        SELECT substr(element_id, length('Throw_Clock') + 1) FROM element_instance JOIN process_instance
            ON process_instance.key = element_instance.process_instance_key
        WHERE element_id LIKE 'Throw_Clock%' AND element_instance.state = 'COMPLETED'
            AND process_instance.root_instance_key = process_instance.key AND process_instance.key IN (
                SELECT process_instance_key FROM variable WHERE name = 'clock_id' AND value = ?)"""
    with office.clock.database.read() as session:
        clocks = session.scalars(select(Clock).where(Clock.complaint_id == case.complaint_id)).all()
    return Counter(
        _name_rung(clock.kind, end)
        for clock in clocks
        for (end,) in read_store(office, query, json.dumps(clock.id))
    )


def _name_rung(kind: ClockKind, end: str) -> str:
    return f"Boundary_{kind.value.title().replace('_', '')}{end}"


def _tells_a_rung(name: str) -> bool:
    return name.startswith("Boundary_") and name.endswith(tuple(RUNG_ENDS.values()))
