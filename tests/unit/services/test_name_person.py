"""A supervisor names a person for a task that nobody may do by role, on each database."""

from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.lifecycle import DecisionKind, TaskState
from models.case.respondent import Respondent
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.ground.codes import RecusalOutcome, RecusalSubject
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from models.office.standstill import StandstillKind
from services.access.readable_cases import may_read_case
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.standstill.list_standstill import list_standstill
from services.standstill.look import look_step
from services.standstill.looker import Noticed
from services.standstill.name_person import NamePerson, name_person
from services.standstill.nameable_people import list_nameable
from services.unit_of_work import UnitOfWork
from services.views.my_tasks import list_my_tasks
from services.views.task_page import get_task
from services.worklist.check_assignment import CheckAssignment, check_assignment
from services.worklist.identity_permission import may_know_identity
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.standstill_look import look
from tests.unit.services.projected_task import ACCEPT, add_task
from tests.web_staff.fake_monitor import FakeMonitor

SUPERVISOR, DIRECTOR = "jian.rujing", "zong.lanyun"
# A unit's representative: no role of his does any task of the office, and he reads no case that is not given to him.
PERSON = "zong.heke"
_addresses = count(1)
REASON = "图中所写的角色本系统没有，宗和科熟悉此项业务"


def stuck_task(office: FullOffice, form_id: str = "decide-acceptance") -> tuple[str, str]:
    """Case and key of a task whose diagram names a misspelt role."""
    # Filings of one address are limited.
    case = office.file(address=f"203.0.113.{next(_addresses) % 250}").complaint_id
    key = add_task(office, case, form_id)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).candidate_groups = ["investigators"]
    look(office)
    return case, key


def name(
    office: FullOffice, key: str, staff_id: str = PERSON, reason: str = REASON, *, by: str = SUPERVISOR
) -> None:
    name_person(NamePerson(key, staff_id, reason), office.unit_of_work(), office.actor(by))


def listed(office: FullOffice, login: str = PERSON) -> list[tuple[str, bool]]:
    rows = list_my_tasks(office.unit_of_work(), office.actor(login))
    return [(row.user_task_key, row.is_named) for row in rows]


def test_the_named_person_finds_the_task_is_told_why_and_does_it(office: FullOffice) -> None:
    """OW-2 OW-27: a recorded decision with its reason, on the trail, told to the person; then the list is empty."""
    case, key = stuck_task(office)
    assert listed(office) == []
    name(office, key)
    assert listed(office) == [(key, True)]
    assert list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups == {}
    look(office)
    assert list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups == {}
    page = get_task(key, office.unit_of_work(), office.actor(PERSON))
    assert page.can_submit
    assert page.named is not None
    assert (page.named.reason, page.named.person is not None, page.named.by is not None) == (
        REASON,
        True,
        True,
    )
    answers = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    submit_task(
        SubmitTask(key, {**answers, "matters": [ACCEPT] * 2}), office.unit_of_work(), office.actor(PERSON)
    )
    assert office.rows(TaskRecord, user_task_key=key)[0].submitted_by == PERSON
    (event,) = office.rows(TrailEvent, kind="task.person_named")
    assert (event.complaint_id, event.actor, event.payload["staff_id"]) == (case, SUPERVISOR, PERSON)
    (row,) = office.rows(Designation)
    assert (row.reason, row.by, row.user_task_key) == (REASON, SUPERVISOR, key)


def test_a_look_that_was_under_way_does_not_bring_the_task_back(office: FullOffice) -> None:
    """OW-27: what it found before the decision is not written after it."""
    _, key = stuck_task(office)
    monitor, opened = FakeMonitor(), []

    def make_unit() -> UnitOfWork:
        opened.append(True)
        if len(opened) == 2:
            assert isinstance(office.clock, SetClock)
            office.clock.set("2026-09-07T10:05")
            name(office, key)
        return office.unit_of_work()

    look_step(make_unit, monitor, monitor, Noticed())  # type: ignore[arg-type]  # the part of both ports that it asks
    assert len(opened) > 2
    assert list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups == {}


def test_a_name_is_for_one_task_and_ends_with_it(office: FullOffice) -> None:
    """OW-27: neither another task of the case nor the case itself afterwards is the person's."""
    case, key = stuck_task(office)
    other = add_task(office, case, "record-findings")
    name(office, key)

    def reads() -> bool:
        with office.unit_of_work().reading() as unit:
            return may_read_case(unit.session.get_one(Complaint, case), unit, office.actor(PERSON))

    assert listed(office) == [(key, True)]
    with pytest.raises(NotPermitted):
        submit_task(SubmitTask(other, {}), office.unit_of_work(), office.actor(PERSON))
    assert reads()
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.COMPLETED
    assert not reads()


def test_the_engine_may_assign_the_task_to_the_named_person_and_to_nobody_else(office: FullOffice) -> None:
    """OW-27: the listener asks by the key of the task, so that no tool goes around the decision or is stopped by it."""
    case, key = stuck_task(office)
    name(office, key)

    def bar_of(login: str, task: str) -> str | None:
        command = CheckAssignment(case, "UserTask_DecideAcceptance", ("investigators",), login, "1", task)
        return check_assignment(command, office.unit_of_work())

    assert bar_of(PERSON, key) is None
    assert bar_of(PERSON, "4711") == "ROLE_MISSING"
    assert bar_of("wen.rusheng", key) == "ROLE_MISSING"


def arrange(office: FullOffice, bar: str, case: str) -> None:
    """What keeps the person from the case."""
    with office.unit_of_work() as unit:
        staff = unit.session.get_one(Staff, PERSON)
        respondent = Respondent(id=new_id(), complaint_id=case, match="exact", candidates=[])
        if bar == "about him":
            respondent.staff_id = PERSON
        elif bar == "about his unit":
            respondent.unit = staff.unit
        elif bar == "about whom he is above":
            respondent.staff_id = "ying.xiaoyu"
            unit.session.get_one(Staff, "ying.xiaoyu").reports_to = PERSON
        elif bar == "recused":
            complaint = unit.session.get_one(Complaint, case)
            request = RequestRecusal(RecusalSubject.STAFF, PERSON, "利害关系")
            row = request_recusal(request, complaint, unit, office.actor("wen.rusheng"))
            row.outcome = RecusalOutcome.RECUSED
        elif bar == "drafted by him":
            unit.session.add(
                Decision(
                    id=new_id(), complaint_id=case, kind=DecisionKind.OPINION, round=1, by=PERSON,
                    at=office.clock.now(),
                )
            )  # fmt: skip
        elif bar == "left":
            staff.active = False
        if respondent.staff_id or respondent.unit:
            unit.session.add(respondent)


BARS = {
    "about him": "KEPT_AWAY",
    "about his unit": "KEPT_AWAY",
    "about whom he is above": "KEPT_AWAY",
    "recused": "KEPT_AWAY",
    "drafted by him": "KEPT_AWAY",
    "left": "NOT_ACTIVE_STAFF",
}


def test_a_name_lifts_no_rule_but_the_missing_role(office: FullOffice) -> None:
    """OW-27: refused when he is named, not offered, and what comes up afterwards keeps him away all the same."""
    stuck = {
        bar: (stuck_task(office, "approve-opinion"), stuck_task(office, "approve-opinion")) for bar in BARS
    }
    for _, (_, late) in stuck.values():
        name(office, late)
    for bar, ((case, key), (late_case, late)) in stuck.items():
        for barred in (case, late_case):
            arrange(office, bar, barred)
        with pytest.raises(InvalidInput) as refused:
            name(office, key)
        assert refused.value.errors == {"staff_id": BARS[bar]}, bar
        found = list_nameable(PERSON, key, office.unit_of_work(), office.actor(SUPERVISOR))
        assert (found.people, found.kept_away) == ((), 0 if bar == "left" else 1), bar
        assert late not in [row for row, _ in listed(office)], bar
        with pytest.raises((NotPermitted, NotFound)):
            submit_task(SubmitTask(late, {}), office.unit_of_work(), office.actor(PERSON))
    look(office)
    tasks = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups[StandstillKind.TASK]
    again = {thing.key for thing in tasks}
    assert {late for _, (_, late) in stuck.values()} <= again, "the tasks stand on the list again"


FAULTS = (
    ("", "", {"staff_id": "REQUIRED", "reason": "REQUIRED"}),
    (PERSON, "  ", {"reason": "REQUIRED"}),
    (PERSON, "因" * 501, {"reason": "TOO_LONG"}),
    (SUPERVISOR, REASON, {"staff_id": "NAMED_HIMSELF"}),
    ("guan.xitong", REASON, {"staff_id": "NO_TASK_LIST"}),
    ("nobody.here", REASON, {"staff_id": "NOT_ACTIVE_STAFF"}),
)


def test_what_is_wrong_is_told_by_its_field_and_nothing_is_kept(office: FullOffice) -> None:
    """OW-27."""
    _, key = stuck_task(office)
    for staff_id, reason, errors in FAULTS:
        with pytest.raises(InvalidInput) as refused:
            name(office, key, staff_id, reason)
        assert refused.value.errors == errors
    assert office.rows(Designation) == []
    assert office.rows(TrailEvent, kind="task.person_named") == []


def test_a_person_is_named_only_where_nobody_can_act_and_by_who_watches_the_office(
    office: FullOffice,
) -> None:
    """OW-27: it hands no task around that is in somebody's list, and none of a case that the supervisor knows nothing of."""
    case, key = stuck_task(office)
    with pytest.raises(NotPermitted):
        name(office, key, by="wen.rusheng")
    with pytest.raises(NotFound):
        name(office, "4711")
    workable = add_task(office, case, "decide-acceptance")
    with pytest.raises(Conflict) as refused:
        name(office, workable)
    assert refused.value.code == "SOMEBODY_MAY_DO_IT"
    with office.unit_of_work() as unit:
        unit.session.add(
            Respondent(id=new_id(), complaint_id=case, staff_id=SUPERVISOR, match="exact", candidates=[])
        )
    with pytest.raises(NotFound):
        name(office, key)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).state = TaskState.CANCELLED
    with pytest.raises(Conflict) as refused:
        name(office, key, by=DIRECTOR)
    assert refused.value.code == "TASK_ENDED"


def test_when_the_named_person_leaves_another_is_named_in_his_place(office: FullOffice) -> None:
    """OW-27: what he had taken is taken from him, and the engine is told so."""
    _, key = stuck_task(office)
    name(office, key)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = PERSON
        unit.session.get_one(Staff, PERSON).active = False
    name(office, key, "tan.genyuan", "宗和科已离岗")
    assert listed(office, "tan.genyuan") == [(key, True)]
    ended = {row.staff_id: row.ended_at is not None for row in office.rows(Designation)}
    assert ended == {PERSON: True, "tan.genyuan": False}
    assert office.rows(Task, user_task_key=key)[0].claimed_by is None
    told = [row for row in office.rows(OutboxRow) if row.dedupe_key.startswith(f"assign:{key}")]
    assert [row.payload["assignee"] for row in told] == [None]


def test_a_name_for_a_task_tells_no_secret_identity(office: FullOffice) -> None:
    """OW-27: in a case that is secret within the centre it is the task that needs the identity, not the name."""
    case, key = stuck_task(office)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).confidentiality_requested = True
    name(office, key)
    with office.unit_of_work().reading() as unit:
        assert not may_know_identity(unit.session.get_one(Complaint, case), PERSON, unit)


def test_people_are_found_by_name_post_unit_and_login(office: FullOffice) -> None:
    """OW-27: all the words count, and oneself is not offered."""
    _, key = stuck_task(office)

    def found(words: str) -> set[str]:
        people = list_nameable(words, key, office.unit_of_work(), office.actor(SUPERVISOR)).people
        return {person["value"] for person in people}

    with office.unit_of_work().reading() as unit:
        staff = unit.session.get_one(Staff, PERSON)
        assert unit.session.scalars(select(Recusal)).first() is None
    assert found(staff.name) == {PERSON}
    assert PERSON in found(f"{staff.name[0]} ZONG.")
    assert found("没有这个人") == set()
    assert SUPERVISOR not in found(SUPERVISOR)
