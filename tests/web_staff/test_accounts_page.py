"""The administrators' page: who has an account, and a first password that is shown once."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask

from tests.full_office import FullOffice
from tests.web.pages import Visitor
from tests.web_staff.people import signed_in

SignIn = Callable[[str], Visitor]
ADMINISTRATOR = "guan.xitong"


def password_of(page: str) -> str:
    found = re.search(r'class="receipt-code">([^<]+)<', page)
    assert found
    return found[1]


def test_a_reset_shows_the_password_once_and_it_signs_in(
    app: Flask, office: FullOffice, sign_in: SignIn
) -> None:
    signed_in(app, office, "wen.rusheng")
    administrator = sign_in(ADMINISTRATOR)
    shown = administrator.post("/accounts/wen.rusheng/reset")
    password = password_of(shown.text)
    assert password not in administrator.get("/accounts").text
    answer = Visitor(app).sign_in("wen.rusheng", password)
    assert answer.status_code == 303


def test_a_reset_ends_the_sessions_of_the_person(app: Flask, office: FullOffice, sign_in: SignIn) -> None:
    clerk = signed_in(app, office, "wen.rusheng")
    assert clerk.get("/tasks").status_code == 200
    sign_in(ADMINISTRATOR).post("/accounts/wen.rusheng/reset")
    assert clerk.get("/tasks").status_code == 303


def test_an_account_is_opened_for_a_member_of_staff_only(
    app: Flask, office: FullOffice, sign_in: SignIn
) -> None:
    administrator = sign_in(ADMINISTRATOR)
    password = password_of(administrator.post("/accounts/tan.genyuan").text)
    assert Visitor(app).sign_in("tan.genyuan", password).status_code == 303
    assert administrator.post("/accounts/nobody.here").status_code == 404


def test_an_administrator_sees_no_case(office: FullOffice, sign_in: SignIn) -> None:
    filed = office.file()
    administrator = sign_in(ADMINISTRATOR)
    assert filed.number not in administrator.get("/accounts").text
    assert administrator.get(f"/cases/{filed.complaint_id}").status_code == 403
