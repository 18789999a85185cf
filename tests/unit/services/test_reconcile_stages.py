"""Where a run stands is held against the stage on record, also where no task is open."""

from __future__ import annotations

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import Stage, TaskState
from models.case.task import Task
from models.ledger.outbox import OutboxRow
from services.reconcile.repair import repair
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import ACCEPT, add_task, walk_to
from tests.unit.services.test_reconcile import ROOT, SECOND, compare, running_case, told, work_till_late
from tests.unit.services.two_ports import PLACE, TwoPorts

ACCEPTED = {"category": "none", "route": "intervene", "complexity": "simple", "matters": [ACCEPT] * 2}
PLACES_OF_A_STAGE = (
    (Stage.INTAKE, "Call_Intake", True),
    (Stage.INTAKE, "Call_Disposal", False),
    (Stage.INVESTIGATION, "Call_Investigation", True),
    (Stage.INVESTIGATION, "Task_ConcludeHandling", False),
    (Stage.REFERRAL, "Call_Referrals", True),
    (Stage.DISPOSAL, "Call_Feedback", False),
    (Stage.FEEDBACK, "Call_Feedback", True),
    (Stage.RETURN_VISIT, "Call_Feedback", True),
    (Stage.RETURN_VISIT, "UserTask_OfAnOwner", True),
)


def tell_all(office: FullOffice) -> None:
    """As if the engine had heard of everything."""
    with office.unit_of_work() as unit:
        unit.session.query(OutboxRow).update({"sent_at": unit.ports.system_clock.now()})


def test_a_run_in_another_stage_than_the_record_is_told_with_both_and_begins_anew(office: FullOffice) -> None:
    """No task is open on either side: it stands at a timer, a message or a job."""
    case = running_case(office)
    work_till_late(office, case)
    tell_all(office)
    for stage, element, is_right in PLACES_OF_A_STAGE:
        with office.unit_of_work() as unit:
            unit.session.get_one(Complaint, case).stage = stage
        ports = TwoPorts(roots={ROOT: case}, stands={ROOT: element}, done={ROOT: 1})
        found = [
            (one.difference.value, one.recorded, one.stands_at) for one in compare(office, ports).differing
        ]
        assert found == ([] if is_right else [("RUN_ELSEWHERE", stage.value, element)]), (stage, element)
    wrong = compare(office, TwoPorts(roots={ROOT: case}, stands={ROOT: "Call_Intake"})).differing
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).stage = Stage.FEEDBACK
    # The record has moved on since it was looked at.
    assert repair(wrong, office.unit_of_work) == []
    found = compare(office, TwoPorts(roots={ROOT: case}, stands={ROOT: "Call_Intake"}))
    assert [one.difference.value for one in repair(found.differing, office.unit_of_work)] == ["RUN_ELSEWHERE"]
    assert [run.end_reason for run in office.rows(CaseRun, complaint_id=case, run_no=1)] == ["lost_in_engine"]
    cancelled = [row for row in office.rows(OutboxRow, complaint_id=case) if row.kind == "cancel_instance"]
    assert [row.payload["process_instance_key"] for row in cancelled] == [ROOT]


def test_a_record_that_is_ahead_by_a_task_of_the_stage_or_by_what_is_still_told_is_no_difference(
    office: FullOffice,
) -> None:
    """An owner's step may follow the task that ends a stage, and a message may still lie here."""
    case = running_case(office)
    work_till_late(office, case)
    key = add_task(office, case, "decide-acceptance")
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).process_instance_key = f"{ROOT}1"
    submit_task(SubmitTask(key, ACCEPTED), office.unit_of_work(), office.actor("wen.rusheng"))
    ports = TwoPorts(roots={ROOT: case}, tasks={key: "CREATED"}, stands={ROOT: "Call_Intake"})
    ports.places = {key: (PLACE[0], f"{ROOT}1")}
    assert told(office, ports) == []
    tell_all(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.COMPLETED
    ports.tasks = {}
    assert told(office, ports) == []
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).process_instance_key = f"{SECOND}1"
    assert told(office, ports) == [("RUN_ELSEWHERE", ROOT)]


def test_a_run_that_a_rule_holds_before_the_answer_is_not_astray(office: FullOffice) -> None:
    """14.1: an owner's diagram went past a step, and the job there refuses; a database of before lacks what was done."""
    case = running_case(office)
    walk_to(office, case, "approve-opinion")
    work_till_late(office, case)
    tell_all(office)
    with office.unit_of_work() as unit:
        tasks = unit.session.query(Task).filter_by(complaint_id=case).all()
        for task in tasks:
            task.process_instance_key, task.state = f"{ROOT}1", TaskState.COMPLETED
    stands = {ROOT: "Task_ConcludeHandling"}
    assert told(office, TwoPorts(roots={ROOT: case}, stands=stands, done={ROOT: len(tasks)})) == []
    found = compare(office, TwoPorts(roots={ROOT: case}, stands=stands, done={ROOT: len(tasks) + 1}))
    assert [(one.difference.value, one.recorded) for one in found.differing] == [
        ("RUN_ELSEWHERE", "disposal")
    ]
