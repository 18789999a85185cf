"""Following a case by number and query code, and getting a lost code back."""

from __future__ import annotations

import pytest
from flask import Flask

from services.attempts.rate_limit import count_attempt
from services.attempts.rules import PROGRESS_PER_NUMBER, RECOVERIES_FROM_ANYWHERE, RECOVERIES_PER_NUMBER
from tests.full_office import FullOffice
from tests.web.pages import FIELDS, Visitor, code_of, number_of, text_of


@pytest.fixture
def receipt(citizen: Visitor) -> tuple[str, str]:
    """Number and query code of a filed complaint."""
    page = citizen.file()
    return number_of(page), code_of(page)


def query(visitor: Visitor, number: str, code: str):
    visitor.get("/progress")
    return visitor.post("/progress", {"number": number, "query_code": code})


def test_number_and_code_show_each_step_and_the_dates(citizen: Visitor, receipt: tuple[str, str]) -> None:
    """R14: progress query."""
    page = query(citizen, *receipt)
    assert page.status_code == 200
    assert "2026-09-07 10:00 收到投诉" in text_of(page)
    assert "受理决定最迟 2026-09-10 17:00" in text_of(page)


def test_the_code_may_be_typed_without_dashes_and_in_small_letters(
    citizen: Visitor, receipt: tuple[str, str]
) -> None:
    number, code = receipt
    assert query(citizen, number.lower(), f" {code.replace('-', ' ').lower()} ").status_code == 200


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(
    citizen: Visitor, receipt: tuple[str, str]
) -> None:
    number, code = receipt
    wrong_code = query(citizen, number, "00000-0000-0000")
    wrong_number = query(citizen, "YH-2026-999999", code)
    assert wrong_code.status_code == wrong_number.status_code == 404
    assert text_of(wrong_code) == text_of(wrong_number)
    assert "编号或查询码不对" in wrong_code.text


def test_the_page_shows_no_name_and_no_telephone(citizen: Visitor, receipt: tuple[str, str]) -> None:
    page = query(citizen, *receipt)
    assert FIELDS["name"] not in page.text
    assert FIELDS["phone"] not in page.text


def test_who_types_no_number_uses_up_nobody_s_tries(citizen: Visitor, receipt: tuple[str, str]) -> None:
    """All who leave the field empty have one key in common."""
    statuses = {query(citizen, " ", "").status_code for _ in range(PROGRESS_PER_NUMBER.limit + 1)}
    assert statuses == {404}
    assert query(citizen, *receipt).status_code == 200


def test_queries_are_limited_per_number(citizen: Visitor, receipt: tuple[str, str]) -> None:
    for _ in range(PROGRESS_PER_NUMBER.limit):
        query(citizen, receipt[0], "00000-0000-0000")
    refused = query(citizen, receipt[0], "00000-0000-0000")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "请在1分钟后再试" in text_of(refused)
    assert query(citizen, *receipt).status_code == 200


def test_neither_number_nor_code_stands_in_an_address(citizen: Visitor, receipt: tuple[str, str]) -> None:
    number, code = receipt
    page = query(citizen, number, code)
    assert page.request.query_string == b""
    assert page.location is None
    by_address = citizen.get(f"/progress?number={number}&query_code={code}")
    assert "收到投诉" not in by_address.text


def test_a_lost_code_is_shown_to_who_knows_number_and_telephone(
    citizen: Visitor, receipt: tuple[str, str]
) -> None:
    number, code = receipt
    citizen.get("/progress/recover")
    page = citizen.post("/progress/recover", {"number": number, "phone": "199 0000 0201"})
    assert page.status_code == 200
    assert code_of(page) == code


def test_strangers_do_not_close_the_way_to_a_lost_code_where_the_complaint_was_written(
    citizen: Visitor, receipt: tuple[str, str], office: FullOffice, app: Flask
) -> None:
    number, code = receipt
    for _ in range(RECOVERIES_FROM_ANYWHERE.limit):
        count_attempt(RECOVERIES_FROM_ANYWHERE, number, office.unit_of_work())
    asked = {"number": number, "phone": "19900000201"}
    elsewhere = Visitor(app)
    elsewhere.get("/progress/recover")
    assert elsewhere.post("/progress/recover", asked).status_code == 429
    citizen.get("/progress/recover")
    assert code_of(citizen.post("/progress/recover", asked)) == code


def test_who_asks_for_the_code_of_no_number_uses_up_nobody_s_tries(
    citizen: Visitor, receipt: tuple[str, str]
) -> None:
    citizen.get("/progress/recover")
    nothing = {"number": "", "phone": "19900000299"}
    statuses = [
        citizen.post("/progress/recover", nothing).status_code for _ in range(RECOVERIES_PER_NUMBER.limit + 1)
    ]
    assert statuses == [404] * (RECOVERIES_PER_NUMBER.limit + 1)


def test_a_wrong_telephone_gets_nothing_and_attempts_are_limited(
    citizen: Visitor, receipt: tuple[str, str]
) -> None:
    citizen.get("/progress/recover")
    wrong = {"number": receipt[0], "phone": "19900000299"}
    statuses = [
        citizen.post("/progress/recover", wrong).status_code for _ in range(RECOVERIES_PER_NUMBER.limit + 1)
    ]
    assert statuses == [404] * RECOVERIES_PER_NUMBER.limit + [429]
