"""Pages of the staff have no fault against WCAG 2.2 A and AA, in both languages, on a phone and on a screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.staff.case_sections import SECTIONS
from tests.acceptance.walk import CLERK, READER, STEPS, Case, answer, file_case, open_task, root_of
from tests.office_process import OfficeProcess
from tests.tiers.sisters import leave
from tests.web_a11y.look import Eyes

ADMINISTRATOR = "guan.xitong"
UNIT_REP = "ren.shebao"


@pytest.fixture(scope="module")
def case(office: OfficeProcess) -> Case:
    """A case in intake."""
    filed = file_case(office)
    open_task(office, filed, "decide-acceptance")
    return filed


PATHS: dict[str, tuple[str, Callable[[Case, str], str]]] = {
    "password": (CLERK, lambda case, root: "/password"),
    "my tasks": (CLERK, lambda case, root: "/tasks"),
    "register": (CLERK, lambda case, root: "/register"),
    "cases": (CLERK, lambda case, root: "/cases"),
    "case file": (CLERK, lambda case, root: f"/cases/{case.complaint_id}"),
    **{
        f"case file: {place}": (CLERK, lambda case, root, place=place: f"/cases/{case.complaint_id}/{place}")
        for place in (*(section.place for section in SECTIONS if section.place), "acts")
    },
    "receipt": (CLERK, lambda case, root: f"/cases/{case.complaint_id}/receipt"),
    "act": (CLERK, lambda case, root: f"/cases/{case.complaint_id}/acts/request-supplement"),
    "suggestion": (CLERK, lambda case, root: f"/cases/{case.complaint_id}/suggestion"),
    "concerning me": (UNIT_REP, lambda case, root: "/concerning-me"),
    "rights of respondents": (CLERK, lambda case, root: f"/cases/{case.complaint_id}/respondents"),
    "objections": (READER, lambda case, root: "/objections"),
    "cases of a unit": (UNIT_REP, lambda case, root: "/unit-cases"),
    "due list": (READER, lambda case, root: "/due"),
    "instances": (READER, lambda case, root: "/monitor/instances"),
    "instance": (READER, lambda case, root: f"/monitor/instances/{root}"),
    "process": (READER, lambda case, root: "/monitor/processes/deadline-watch"),
    "stuck": (READER, lambda case, root: "/monitor/stuck"),
    "versions": (READER, lambda case, root: "/monitor/versions"),
    "incidents": (READER, lambda case, root: "/monitor/incidents"),
    "administration": (ADMINISTRATOR, lambda case, root: "/administration"),
    "import": (ADMINISTRATOR, lambda case, root: "/administration/import"),
    "units": (ADMINISTRATOR, lambda case, root: "/administration/units"),
    "item new": (ADMINISTRATOR, lambda case, root: "/administration/items/new"),
    "window": (ADMINISTRATOR, lambda case, root: "/administration/windows/A01"),
    "unit to close": (ADMINISTRATOR, lambda case, root: "/administration/units/SJ/state"),
    "accounts": (ADMINISTRATOR, lambda case, root: "/accounts"),
    "new member of staff": (ADMINISTRATOR, lambda case, root: "/accounts/new"),
    "change of a member of staff": (ADMINISTRATOR, lambda case, root: "/accounts/ji.luqing/change"),
    "time limits": (ADMINISTRATOR, lambda case, root: "/administration/limits"),
    "notice of holidays": (ADMINISTRATOR, lambda case, root: "/administration/calendar/import"),
    "work calendar": (ADMINISTRATOR, lambda case, root: "/administration/calendar"),
    "a day of the calendar": (
        ADMINISTRATOR,
        lambda case, root: "/administration/calendar/day?day=2026-09-08&kind=local_closure",
    ),
    "kinds": (ADMINISTRATOR, lambda case, root: "/administration/categories"),
    "words of a kind": (ADMINISTRATOR, lambda case, root: "/administration/categories/bad_attitude"),
    "legal bases": (ADMINISTRATOR, lambda case, root: "/legal-bases"),
    "policy of mass complaints": (ADMINISTRATOR, lambda case, root: "/group-policy"),
    "no like complaints": (CLERK, lambda case, root: "/group-proposals"),
    "grounds of refusal": (ADMINISTRATOR, lambda case, root: "/refusal-grounds?ground=in_trial"),
}


# A plan may name no method: what is known already is enough for the findings.
VALID_AS_IT_IS = {"plan-investigation"}


# One with forms, one with words of people, one with the diagram.
USUAL = {"my tasks", "case file", "instance"}


@pytest.mark.parametrize("name", leave(PATHS, lambda name: name in USUAL))
def test_staff_page_is_accessible(eyes: Eyes, office: OfficeProcess, case: Case, name: str) -> None:
    login, path_of = PATHS[name]
    path = path_of(case, root_of(office, case))
    for look in eyes.looks(login):
        look.open(path)


@pytest.mark.timeout(400)  # each form in both languages, wide and narrow
@pytest.mark.parametrize("count", leave((1, len(STEPS)), lambda count: count == 1))
def test_the_first_and_every_form_of_the_way_is_accessible(
    eyes: Eyes, office: OfficeProcess, count: int
) -> None:
    """Each task page as it is opened and with its form refused; at the end the file that holds everything."""
    case = file_case(office)
    for form_id, login, _ in STEPS[:count]:
        task = open_task(office, case, form_id)
        for look in eyes.looks(login):
            look.open(f"/tasks/{task.user_task_key}")
            if form_id in VALID_AS_IT_IS:
                continue
            look.expected_status = 422
            look.page.locator("[data-form-submit]").click()
            look.page.locator("[role=alert]:visible").first.wait_for()
            look.check(f"{form_id} refused")
        answer(office, case, form_id)
    office.settle()
    for look in eyes.looks(READER):
        look.open(f"/cases/{case.complaint_id}")
        look.open(f"/monitor/instances/{root_of(office, case)}")


def test_proposed_mass_complaints_are_shown_accessibly(eyes: Eyes, office: OfficeProcess) -> None:
    """Four of one thing, as the watch of a running office proposes them; and the form with its faults."""
    for _ in range(4):
        file_case(office)
    office.wait_until(lambda: "/dismiss" in office.page(CLERK, "/group-proposals").text)
    for look in eyes.looks(CLERK):
        look.open("/tasks")
        look.open("/group-proposals")
        look.expected_status = 422
        look.page.locator("section.panel form").last.locator("button").click()
        look.page.locator("[role=alert]:visible").first.wait_for()
        look.check("dismissed without a reason")


def test_late_case_is_shown_accessibly(eyes: Eyes, office: OfficeProcess) -> None:
    """The cards on the lists and on the diagram are told in words and with enough contrast."""
    late = file_case(office)
    open_task(office, late, "decide-acceptance")
    office.jump(14 * 86_400)
    office.settle()
    eyes.forget_sessions()
    for look in eyes.looks(READER):
        look.open("/due")
        look.open(f"/cases/{late.complaint_id}")
        look.open(f"/monitor/instances/{root_of(office, late)}")
    for look in eyes.looks(CLERK):
        look.open("/tasks")
