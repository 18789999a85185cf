"""Pages of the staff have no fault against WCAG 2.2 A and AA, in both languages, on a phone and on a screen.

Axe looks at each in one of the widths, and of the forms of the way at each later one in one language; with PROVE=1
(`make prove-whole`) at each in both.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.walk import CLERK, READER, STEPS, Case, answer, file_case, open_task, root_of
from tests.office_process import OfficeProcess
from tests.tiers.sisters import leave
from tests.web_a11y.look import IS_WHOLE, LANGUAGES, Eyes

ADMINISTRATOR = "guan.xitong"


@pytest.fixture(scope="module")
def case(office: OfficeProcess) -> Case:
    """A case in intake."""
    filed = file_case(office)
    open_task(office, filed, "decide-acceptance")
    return filed


# Beside every page that a link leads to (test_every_page.py): pages that are searched for, and three on each change.
PATHS: dict[str, tuple[str, Callable[[Case, str], str]]] = {
    "my tasks": (CLERK, lambda case, root: "/tasks"),
    "case file": (CLERK, lambda case, root: f"/cases/{case.complaint_id}"),
    "instance": (READER, lambda case, root: f"/monitor/instances/{root}"),
    "act": (CLERK, lambda case, root: f"/cases/{case.complaint_id}/acts/request-supplement"),
    "process": (READER, lambda case, root: "/monitor/processes/deadline-watch"),
    "item new": (ADMINISTRATOR, lambda case, root: "/administration/items/new"),
    "window": (ADMINISTRATOR, lambda case, root: "/administration/windows/A01"),
    "a day of the calendar": (
        ADMINISTRATOR,
        lambda case, root: "/administration/calendar/day?day=2026-09-08&kind=local_closure",
    ),
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
    """Each task page as it is opened and with its form refused; at the end the file that holds everything.

    The first in both languages, of all the others each in one of the two, unless PROVE=1.
    """
    case = file_case(office)
    for place, (form_id, login, _) in enumerate(STEPS[:count]):
        task = open_task(office, case, form_id)
        languages = LANGUAGES if IS_WHOLE or place == 0 else [LANGUAGES[place % 2]]
        for look in eyes.looks(login, languages):
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
