"""Who may work on many tasks at once: each case keeps its own verdict."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest

from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.designation import Designation
from models.case.lifecycle import DecisionKind
from models.case.respondent import Respondent
from models.case.task import Task
from models.ground.codes import CaseRole, RecusalOutcome, RecusalSubject
from models.ground.ids import new_id
from models.office.staff import Staff
from services.access.find_designation import list_designations_by_case
from services.access.find_exclusion import find_exclusions
from services.access.own_work import find_drafters_bars, find_visitors_bars
from services.access.task_facts import TaskFacts, facts_of_task
from services.beside.recusal.request_recusal import RequestRecusal, request_recusal
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bar, find_bars
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task

CASES = {
    "nothing to do with him": None,
    "about him": "COMPLAINED_ABOUT",
    "about his wife": "RECUSED",
    "recused from": "RECUSED",
    "his unit is recused": "RECUSED",
    "drafted by him": "FOUR_EYES",
    "drafted in an earlier round": None,
    "designated": None,
    "designated until yesterday": "ROLE_MISSING",
    "no role": "ROLE_MISSING",
}
LOGIN = "cha.fenming"


def arrange(case: str, complaint: Complaint, unit: Unit, office: FullOffice) -> None:
    """What makes the case the one of its name."""
    clerk, now = office.actor("wen.rusheng"), office.clock.now()
    about = {"about him": LOGIN, "about his wife": "leng.rubing"}.get(case)
    if about is not None:
        unit.session.add(
            Respondent(id=new_id(), complaint_id=complaint.id, staff_id=about, match="exact", candidates=[])
        )
    if "recused" in case:
        who = (RecusalSubject.UNIT, "YH-TS") if "unit" in case else (RecusalSubject.STAFF, LOGIN)
        row = request_recusal(RequestRecusal(*who, "利害关系"), complaint, unit, clerk)
        row.outcome = RecusalOutcome.RECUSED
    if "drafted" in case:
        complaint.round = 2 if "earlier" in case else 1
        unit.session.add(
            Decision(
                id=new_id(), complaint_id=complaint.id, kind=DecisionKind.OPINION, round=1, by=LOGIN, at=now
            )
        )
    if "designated" in case:
        ended_at = now if "until" in case else None
        unit.session.add(
            Designation(
                id=new_id(), complaint_id=complaint.id, staff_id=LOGIN, role_in_case=CaseRole.ACCEPTOR,
                by="zong.lanyun", at=now, ended_at=ended_at,
            )
        )  # fmt: skip


def facts_of(case: str, office: FullOffice) -> TaskFacts:
    """The task of a fresh case of this name."""
    complaint_id = office.file().complaint_id
    is_intake = "designated" in case or case == "no role"
    key = add_task(office, complaint_id, "decide-acceptance" if is_intake else "approve-opinion")
    with office.unit_of_work() as unit:
        arrange(case, unit.session.get_one(Complaint, complaint_id), unit, office)
        return facts_of_task(unit.session.get_one(Task, key))


def test_each_of_many_tasks_has_the_verdict_it_has_alone(office: FullOffice) -> None:
    """What bars a person from one case bars him from none of the others in the list."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, LOGIN).roles = ["investigator", "approver"]
    tasks = {facts_of(case, office): case for case in CASES}
    with office.unit_of_work().reading() as unit:
        bars = find_bars(tasks, LOGIN, unit)
        assert {case: bars.get(facts) for facts, case in tasks.items()} == CASES
        assert {case: find_bar(facts, LOGIN, unit) for facts, case in tasks.items()} == CASES
        assert find_bars(tasks, "nobody", unit) == dict.fromkeys(tasks, "NOT_ACTIVE_STAFF")


@pytest.mark.parametrize(
    "ask",
    [
        find_bars,
        find_drafters_bars,
        find_visitors_bars,
        find_exclusions,
        list_designations_by_case,
    ],
)
def test_no_case_asks_nothing(office: FullOffice, ask: Callable[..., Collection[object]]) -> None:
    """The database is not troubled for an empty list."""
    with office.unit_of_work().reading() as unit:
        assert not ask([], LOGIN, unit)
        assert not unit.session.in_transaction()
