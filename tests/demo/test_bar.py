"""The bar itself: in a demo office alone, with everybody whose password lies there, and let in by the password alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from api.settings import DemoPerson
from deploy.demo_people import ACCOUNTS_FILE, read_demo_people
from tests.full_office import FullOffice
from tests.web.pages import Visitor, build_app, open_account

CLERK = "wen.rusheng"


def people_of(office: FullOffice, password: str) -> list[DemoPerson]:
    return [DemoPerson(CLERK, "温如声", "intake", password)]


def test_the_sign_in_page_of_a_demo_lists_an_account_of_each_role(office: FullOffice) -> None:
    """UX-38: it showed neither the accounts nor where they lie."""
    app = build_app(office, demo_people=lambda: people_of(office, "Kestrel-Harbour-77"))
    page = Visitor(app).get("/sign-in").text
    assert "温如声" in page
    assert "<code>Kestrel-Harbour-77</code>" in page
    assert "Kestrel-Harbour-77" not in Visitor(app).get("/").text


def test_no_other_office_has_a_bar_an_account_or_a_route(office: FullOffice) -> None:
    """Whatever lies in its folder."""
    open_account(office, CLERK)
    app = build_app(office, is_demo=lambda: False, demo_people=lambda: people_of(office, "x" * 12))
    visitor = Visitor(app)
    page = visitor.get("/sign-in").text
    assert "demo-bar" not in page
    assert "温如声" not in page
    assert visitor.post("/demo/become", {"login": CLERK}).status_code == 404
    assert visitor.post("/demo/clock", {"step": "day"}).status_code == 404
    assert visitor.get("/demo/clock").status_code == 404


@pytest.mark.parametrize("login", [CLERK, "cai.youdu"])
def test_becoming_somebody_asks_for_the_password_that_lies_there(office: FullOffice, login: str) -> None:
    """A password that was changed since, or a person without one, lets nobody in."""
    open_account(office, CLERK)
    app = build_app(office, demo_people=lambda: people_of(office, "not-the-password"))
    visitor = Visitor(app)
    visitor.get("/sign-in")
    assert visitor.post("/demo/become", {"login": login}).status_code in (401, 404)
    assert visitor.get("/tasks").status_code == 303


def test_the_file_of_the_demo_is_read_and_its_absence_means_nobody(tmp_path: Path) -> None:
    """`jieban account reset --all` takes it away."""
    assert read_demo_people(tmp_path) == []
    row = {"password": "Kestrel-Harbour-77", "name": "温如声", "role": "intake"}
    (tmp_path / ACCOUNTS_FILE).write_text(json.dumps({CLERK: row}, ensure_ascii=False), "utf-8")
    (person,) = read_demo_people(tmp_path)
    assert (person.login, person.name, person.password) == (CLERK, "温如声", "Kestrel-Harbour-77")
    assert "Kestrel" not in repr(person)


def test_a_strange_step_or_way_back_is_refused(app: Flask) -> None:
    """Nobody is led to another site by the bar."""
    visitor = Visitor(app)
    visitor.get("/")
    assert visitor.post("/demo/clock", {"step": "year"}).status_code == 404
    assert 'href="/"' in visitor.get("/demo/clock?next=https://example.org/").text
    assert 'href="//example.org' not in visitor.get("/demo/clock?next=//example.org").text
