"""A complaint about any unit of the demo organisation, at every task: somebody may do it, and none of those it is about."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.case.task_record import TaskRecord
from models.ground.codes import UnitKind
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.access.task_facts import TaskFacts
from services.restriction.find_route import find_route
from services.restriction.follow_route import follow_route
from services.tasks.registry import TASKS
from services.tasks.user_task import UserTask
from services.unit_of_work import Unit
from services.worklist.task_permission import find_bar
from tests.full_office import FullOffice

# A superior organ decides by itself: of these cases nothing is judged here, they are passed on and answered.
PASSED_ON = frozenset({"decide-acceptance", "give-answer"})
# Their bars ask for the row of a request, which tests/unit/side_requests has for each of them.
OF_A_REQUEST = frozenset(
    element for element, task in TASKS.items() if task.request is not None and task.find_bars is not None
)


def about(office: FullOffice, code: str, staff_id: str | None = None) -> str:
    """A case about this unit or person, sent by its route."""
    case = office.file(address=f"198.51.100.{len(office.rows(Complaint)) + 1}").complaint_id
    with office.unit_of_work() as unit:
        for row in unit.session.query(Respondent).filter_by(complaint_id=case):
            row.unit, row.staff_id, row.window = code, staff_id, None
        unit.session.flush()
        follow_route(unit.session.get_one(Complaint, case), unit)
    return case


def able(case: str, task: UserTask, people: list[Staff], unit: Unit) -> set[str]:
    facts = TaskFacts(case, task.element.value, tuple(role.value for role in task.roles))
    return {person.login for person in people if find_bar(facts, person.login, unit) is None}


def units_of_the_centre(office: FullOffice) -> list[str]:
    return [row.code for row in office.rows(OrganisationUnit) if row.kind is not UnitKind.EXTERNAL]


# Every task, unit and person: 20 s alone, several times as long beside other tests.
@pytest.mark.timeout(400)
def test_every_task_about_every_unit_has_somebody_and_none_of_the_unit(office: FullOffice) -> None:
    """ST-4 N7 DM-15: walked at every task of every stage, with handler and without."""
    nobody: list[str] = []
    wrong: list[str] = []
    for code in units_of_the_centre(office):
        case = about(office, code)
        with office.unit_of_work().reading() as unit:
            people = list(unit.session.scalars(select(Staff).where(Staff.active.is_(True))))
            of_unit = {person.login for person in people if person.unit == code}
            is_passed_on = leads_outside(case, unit)
            for element, task in TASKS.items():
                if element in OF_A_REQUEST or (is_passed_on and task.form not in PASSED_ON):
                    continue
                who = able(case, task, people, unit)
                nobody += [] if who else [f"{code} {element}"]
                wrong += [f"{code} {element} {login}" for login in who & of_unit]
    assert nobody == []
    assert wrong == []
    assert len(units_of_the_centre(office)) == 18


def leads_outside(case: str, unit: Unit) -> bool:
    route = find_route(unit.session.get_one(Complaint, case), unit)
    return route is not None and route.superior is not None


def test_whom_a_route_names_for_the_visit_may_have_accepted_the_complaint_but_not_judged_it(
    office: FullOffice,
) -> None:
    """ST-4: the whole handling office is out, and the other one is two people."""
    case = about(office, "YH-TS")
    assert visitors(office, case) == {"jian.rujing"}
    record(office, case, "decide-acceptance")
    assert visitors(office, case) == {"jian.rujing"}
    record(office, case, "draft-opinion")
    assert visitors(office, case) == set()


def visitors(office: FullOffice, case: str) -> set[str]:
    """Who of the unit of the route may visit."""
    task = TASKS["UserTask_RecordReturnVisit"]
    with office.unit_of_work().reading() as unit:
        people = list(unit.session.scalars(select(Staff).where(Staff.login == "jian.rujing")))
        return able(case, task, people, unit)


def record(office: FullOffice, case: str, form: str) -> None:
    """That the person submitted this form in the case."""
    with office.unit_of_work() as unit:
        unit.session.add(
            TaskRecord(
                id=form,
                user_task_key=form,
                complaint_id=case,
                element_id=form,
                form_id=form,
                form_version=1,
                answers={},
                submitted_by="jian.rujing",
                submitted_at=office.clock.now(),
            )
        )
