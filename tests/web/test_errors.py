"""What people and programs are told when something fails."""

from __future__ import annotations

import errno
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError, TimeoutError

from api.errors import STATUS_OF, status_of
from api.security.permissions import Permission, permission
from models.ground.errors import DatabaseBusy, DomainError, InvalidInput, OutsideUnavailable, RuleRefused
from tests.full_office import FullOffice
from tests.web.pages import Visitor, build_app

CANARY = "张三丰13800001111"


def broken_app(office: FullOffice, error: Exception) -> Flask:
    """The application with one more route, which fails."""
    app = build_app(office)

    @permission(Permission.PUBLIC)
    def fail() -> str:
        raise error

    app.add_url_rule("/broken", "broken", fail)
    return app


def test_an_unknown_address_is_told_in_chinese_with_a_way_back(citizen: Visitor) -> None:
    page = citizen.get("/no-such-page")
    assert page.status_code == 404
    assert "页面不存在" in page.text
    assert 'href="/"' in page.text


def test_a_program_gets_problem_json(citizen: Visitor) -> None:
    answer = citizen.get("/no-such-page", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= answer.json.keys()


def test_an_unknown_error_shows_an_id_and_nothing_of_its_message(
    office: FullOffice, capfd: pytest.CaptureFixture[str]
) -> None:
    page = Visitor(broken_app(office, ValueError(CANARY))).get("/broken")
    assert page.status_code == 500
    assert "咨询时请提供此编号" in page.text
    captured = capfd.readouterr()
    assert CANARY not in page.text + captured.out + captured.err
    assert "ValueError" in captured.out + captured.err


def test_a_database_that_is_away_gives_503_in_plain_words(office: FullOffice) -> None:
    def is_demo() -> bool:
        raise OperationalError("SELECT 1", {}, OSError("connection refused"))

    page = Visitor(build_app(office, is_demo=is_demo)).get("/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    assert "系统暂时繁忙" in page.text


def test_every_kind_of_domain_error_has_a_status() -> None:
    assert all(status >= 400 for _, status in STATUS_OF)
    assert status_of(DomainError()) == 400
    assert status_of(RuleRefused("RATE_LIMITED")) == 429


def test_field_errors_reach_programs_as_sentences(office: FullOffice) -> None:
    app = broken_app(office, InvalidInput({"matters.0.basis": "REQUIRED"}))
    answer = Visitor(app).get("/broken", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json["errors"] == {"matters.0.basis": "此项必填"}


def test_a_person_may_read_the_pages_in_english(citizen: Visitor) -> None:
    assert "Complaints about government services" in citizen.get("/?lang=en").text
    assert "What happened" in citizen.get("/complaints/new").text
    assert "发生了什么" in citizen.get("/complaints/new?lang=zh").text


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("", {}, Exception("database or disk is full")),
        OSError(errno.ENOSPC, "No space left on device"),
        DatabaseBusy(),
        TimeoutError(),
    ],
    ids=["locked, away or full", "no room for a file", "too many write", "no connection free"],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_database_or_disk_a_page_of_its_own_says_that_nothing_is_lost(
    office: FullOffice, error: Exception, language: str
) -> None:
    """SE-24: the page asks the database nothing, so that it does not wait for it a second time."""
    app = broken_app(office, error)
    asked = 0

    def is_demo() -> bool:
        nonlocal asked
        asked += 1
        return False

    app.extensions["jieban"] = replace(
        app.extensions["jieban"], settings=replace(app.extensions["jieban"].settings, is_demo=is_demo)
    )
    page = Visitor(app).get(f"/broken?lang={language}")
    assert (page.status_code, page.headers["Retry-After"], asked) == (503, "5", 0)
    told = {"zh": "没有任何内容丢失", "en": "Nothing is lost"}[language]
    assert told in page.text
    assert '<main id="main"' in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


def test_a_page_that_needs_the_engine_says_what_works_without_it(office: FullOffice) -> None:
    page = Visitor(broken_app(office, OutsideUnavailable())).get("/broken")
    assert page.status_code == 503
    assert "流程服务暂时没有回应" in page.text
    assert "提交投诉、查询进度" in page.text
