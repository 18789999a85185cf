"""Every page that a furnished office opens asks the database as often beside many rows as beside few, and at most 40 times."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest
from flask import Flask

from bpmn.names import ActId, FormId
from models.case.task import Task
from models.clock.clock import Clock
from services.office.load_calendar import load_calendar
from tests.both_databases.test_list_queries import add_case, statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import accept
from tests.unit.side_requests.side_case import side_case
from tests.web.pages import Visitor
from tests.web_staff.addresses_of_rows import addresses_of_rows
from tests.web_staff.cases import get_rules, read
from tests.web_staff.furnished_case import furnish_case
from tests.web_staff.not_opened import NOT_OPENED
from tests.web_staff.office_task_rows import add_tasks_of_the_office
from tests.web_staff.people import BY_ROLE
from tests.web_staff.rows_of_case import add_rows_of_case

# Each asks hundreds of pages, on a busy machine for minutes.
pytestmark = pytest.mark.timeout(600)

SignIn = Callable[[str], Visitor]
MOST = 40
# Whose frame asks most comes first: a page is looked at by the first of them who may open it.
READERS = ("supervisor", "intake", "administrator", "unit_rep", "director", "overseer", "auditor")
# Never asked: what they look at beside the page comes when its time is.
TIMED = {"/health", "/readyz"}


def add_rows(office: FullOffice, complaint_id: str, number: int) -> None:
    """More of everything in the case, as many cases more, and as many of each task of the office."""
    for _ in range(number):
        add_case(office)
        add_tasks_of_the_office(office)
    add_rows_of_case(office, complaint_id, number)


def count_all(office: FullOffice, visitors: list[Visitor], addresses: Mapping[str, str]) -> dict[str, int]:
    """By name how often the page asked, of the first visitor who is let in; none where nobody is."""
    found = {}
    for name, address in addresses.items():
        for visitor in visitors:
            with statements(office) as seen:
                status, _ = read(visitor, address)
            if status == 200:
                found[name] = len(seen)
                break
    return found


def compare(
    office: FullOffice, visitors: list[Visitor], addresses: Mapping[str, str], complaint_id: str
) -> dict[str, int]:
    """The same for few rows and for many: with one case more beside the case, and with four."""
    add_rows(office, complaint_id, 1)
    # What is read once a process is read.
    visitors[0].get("/")
    with office.unit_of_work().reading() as unit:
        load_calendar(unit.session)
    before = count_all(office, visitors, addresses)
    add_rows(office, complaint_id, 3)
    after = count_all(office, visitors, {name: addresses[name] for name in before})
    assert {
        name: (number, after.get(name)) for name, number in before.items() if after.get(name) != number
    } == {}
    return after


def is_told_as_decided_before(number: str, page: str) -> bool:
    block = re.search(r'aria-labelledby="earlier-cases">(.*?)</section>', page, re.S)
    return block is not None and number in block[1]


def test_every_page_of_the_map_asks_as_often_for_many_rows_and_at_most_forty_times(
    app: Flask, office: FullOffice, sign_in: SignIn
) -> None:
    """UX-3, UX-42: whatever is read with GET; what this office has no page for stands in a table with what it would need."""
    case = furnish_case(office, "203.0.113.20")
    rules = list(get_rules(app))
    addresses = addresses_of_rows(office, case, [rule for rule in rules if rule not in TIMED])
    visitors = [sign_in(BY_ROLE[role]) for role in READERS]
    # Drawn when it is first looked at, and kept.
    visitors[0].get(addresses["/evidence/<evidence_id>/small"])
    asked = compare(office, visitors, addresses, case.complaint_id)
    assert set(rules) - asked.keys() == NOT_OPENED.keys()
    assert {rule: number for rule, number in asked.items() if number > MOST} == {}
    of_case = {"/api/v1/tasks of a case": f"/api/v1/tasks?complaint={case.complaint_id}"}
    assert max(count_all(office, [sign_in(BY_ROLE["supervisor"])], of_case).values()) <= MOST


def test_every_task_page_asks_as_often_for_many_rows_and_at_most_forty_times(
    office: FullOffice, sign_in: SignIn
) -> None:
    """UX-42: in the eyes of a supervisor, who may work on nearly all of them."""
    case = furnish_case(office, "203.0.113.20")
    with office.unit_of_work() as unit:
        rows = office.rows(Clock, complaint_id=case.complaint_id)
        clock = next(row for row in rows if row.stopped_at is None)
        for key in case.tasks.values():
            unit.session.get_one(Task, key).clock_id = clock.id
    addresses = {str(form): f"/tasks/{key}" for form, key in case.tasks.items()}
    like = office.file(address="203.0.113.21")
    accept(office, like.complaint_id)
    reader = sign_in(BY_ROLE["supervisor"])
    # The index of decided cases takes it in at the first look of the process.
    assert is_told_as_decided_before(like.number, reader.get(addresses["decide-acceptance"]).text)
    asked = compare(office, [reader], addresses, case.complaint_id)
    assert set(asked) == set(map(str, FormId))
    assert max(asked.values()) <= MOST, asked


def test_every_act_page_asks_as_often_for_many_rows_and_at_most_forty_times(
    office: FullOffice, sign_in: SignIn
) -> None:
    """UX-42: in an accepted case, by whoever may take the act."""
    case = side_case(office)
    addresses = {str(act): f"/cases/{case.complaint_id}/acts/{act}" for act in ActId}
    visitors = [sign_in(login) for login in (BY_ROLE["supervisor"], "xun.wenshi", BY_ROLE["intake"])]
    asked = compare(office, visitors, addresses, case.complaint_id)
    assert len(asked) > 30
    assert {act: number for act, number in asked.items() if number > MOST} == {}
