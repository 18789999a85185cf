"""Signing in, out, the forced change of a first password, and what happens when a session is over."""

from __future__ import annotations

import pytest
from flask import Flask

from models.office.login_session import LoginSession
from models.office.staff import Staff
from tests.full_office import FullOffice
from tests.web.pages import OWN_PASSWORD, Visitor, open_account, staff_visitor


def login_of(office: FullOffice, role: str) -> str:
    """A member of staff with this role."""
    return next(staff.login for staff in office.rows(Staff) if role in staff.roles)


@pytest.fixture
def clerk(app: Flask, office: FullOffice) -> Visitor:
    return staff_visitor(app, office, login_of(office, "intake"))


def test_a_first_password_must_be_changed_before_anything_else(app: Flask, office: FullOffice) -> None:
    login = login_of(office, "intake")
    first = open_account(office, login)
    visitor = Visitor(app)
    assert visitor.sign_in(login, first).location == "/password"
    assert visitor.get("/tasks").location == "/password"
    visitor.get("/password")
    weak = visitor.post("/password", {"old": first, "new": "short", "again": "short"})
    assert weak.status_code == 422
    differing = visitor.post("/password", {"old": first, "new": OWN_PASSWORD, "again": "x"})
    assert "两次输入不一致" in differing.text
    wrong = visitor.post("/password", {"old": "x", "new": OWN_PASSWORD, "again": OWN_PASSWORD})
    assert "当前密码不对" in wrong.text
    changed = visitor.post("/password", {"old": first, "new": OWN_PASSWORD, "again": OWN_PASSWORD})
    assert changed.location == "/sign-in?notice=password_changed"
    assert visitor.sign_in(login).location == "/tasks"


def test_unknown_name_and_wrong_password_get_the_same_page(app: Flask, office: FullOffice) -> None:
    login = login_of(office, "intake")
    open_account(office, login)
    wrong, unknown = Visitor(app), Visitor(app)
    answers = [wrong.sign_in(login, "no"), unknown.sign_in("nobody", "no")]
    assert [answer.status_code for answer in answers] == [401, 401]
    pages = [
        answer.text.replace(v.token, "").replace(login, "nobody")
        for answer, v in zip(answers, (wrong, unknown), strict=True)
    ]
    assert pages[0] == pages[1]


def test_the_account_is_locked_after_five_failures(app: Flask, office: FullOffice) -> None:
    login = login_of(office, "intake")
    first = open_account(office, login)
    visitor = Visitor(app)
    assert [visitor.sign_in(login, "no").status_code for _ in range(5)] == [401] * 5
    assert visitor.sign_in(login, first).status_code == 429


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:1"]
)
def test_sign_in_never_leads_off_the_office(clerk: Visitor, office: FullOffice, target: str) -> None:
    clerk.post("/sign-out")
    answer = clerk.sign_in(login_of(office, "intake"), next=target)
    assert answer.location == "/tasks"


def test_sign_in_leads_back_to_the_page_that_was_asked_for(clerk: Visitor, office: FullOffice) -> None:
    clerk.post("/sign-out")
    turned_away = clerk.get("/cases?text=态度")
    assert turned_away.location.startswith("/sign-in?next=/cases")
    answer = clerk.sign_in(login_of(office, "intake"), next="/cases?text=1")
    assert answer.location == "/cases?text=1"


def test_an_expired_session_leads_to_the_sign_in_page_with_a_word(clerk: Visitor, office: FullOffice) -> None:
    office.system_clock.set("2026-09-07T23:59")
    answer = clerk.get("/tasks")
    assert answer.status_code == 303
    assert "notice=expired" in answer.location
    assert "登录已过期" in clerk.get(answer.location).text


def test_a_script_with_an_expired_session_gets_401_problem_json(clerk: Visitor, office: FullOffice) -> None:
    office.system_clock.set("2026-09-07T23:59")
    answer = clerk.post("/sign-out", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "SESSION_OVER"


def test_signing_out_ends_the_session_on_the_server(clerk: Visitor, office: FullOffice) -> None:
    cookie = clerk.client.get_cookie("jb_session")
    assert cookie is not None
    assert clerk.post("/sign-out").status_code == 303
    assert office.rows(LoginSession) == []
    clerk.client.set_cookie("jb_session", cookie.value)
    assert clerk.get("/tasks").status_code == 303


def test_only_the_hash_of_the_token_is_stored(clerk: Visitor, office: FullOffice) -> None:
    cookie = clerk.client.get_cookie("jb_session")
    assert cookie is not None
    (row,) = office.rows(LoginSession)
    assert cookie.value not in row.token_sha256
    assert cookie.http_only
