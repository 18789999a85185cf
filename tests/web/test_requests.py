"""What a complainant sends from the progress page: material, a withdrawal, a rating, a wish for review."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from models.beside.review import Review
from models.beside.supplement import Supplement
from models.beside.supplement_request import SupplementRequest
from models.beside.withdrawal import Withdrawal
from models.case.evidence import Evidence
from models.case.lifecycle import RequestState
from models.case.survey import Survey
from services.attempts.rules import PROGRESS_PER_NUMBER, REQUESTS_PER_NUMBER
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import ask_for_material
from tests.web.pages import FIELDS, Visitor, photo, text_of


@pytest.fixture
def filed(office: FullOffice) -> FiledComplaint:
    """A complaint in intake."""
    return office.file()


@pytest.fixture
def answered(office: FullOffice, filed: FiledComplaint) -> FiledComplaint:
    """The same with its answer published."""
    walk_to(office, filed.complaint_id, "record-return-visit")
    return filed


def query(visitor: Visitor, filed: FiledComplaint) -> TestResponse:
    visitor.get("/progress")
    return visitor.post("/progress", {"number": filed.number, "query_code": filed.query_code})


def send(visitor: Visitor, filed: FiledComplaint, form: str, **fields: object) -> TestResponse:
    """Open the page and send one of its forms."""
    page = query(visitor, filed)
    assert f'action="/progress/{form}"' in page.text, text_of(page)
    key = {"number": filed.number, "query_code": filed.query_code}
    return visitor.post(f"/progress/{form}", key | fields)


def test_what_is_asked_stands_on_the_page_with_its_date_and_the_answer_ends_the_asking(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    """R49: what is missing, until when, and that the limit stands still meanwhile."""
    ask_for_material(office, filed.complaint_id)
    page = text_of(query(citizen, filed))
    assert "请提供收据照片" in page
    assert "最迟 2026-09-15 09:00" in page
    files = [(BytesIO(photo()), "收据.jpg"), (BytesIO(b"MZ\x90"), "坏.exe")]
    done = send(citizen, filed, "supplement", text="收据如下", attachments=files)
    assert done.status_code == 200
    assert "请您补充材料" not in text_of(done).partition("办理期间")[0], "nothing is asked any more"
    assert "请您补充： 请提供收据照片" in text_of(done), "what was asked and sent stays readable"
    assert "您补充： 收据如下" in text_of(done)
    assert "坏.exe" in done.text, "the file that was not taken is named with its reason"
    assert len(office.rows(Evidence, complaint_id=filed.complaint_id)) == 1
    assert office.rows(SupplementRequest)[0].state is RequestState.ANSWERED


def test_of_two_rounds_the_complainant_says_which_one_is_answered(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    first, second = (ask_for_material(office, filed.complaint_id) for _ in range(2))
    page = query(citizen, filed).text
    assert all(f'name="supplement_request_id" value="{asked}"' in page for asked in (first, second))
    send(citizen, filed, "supplement", text="第二次要的", supplement_request_id=second)
    states = {row.id: row.state for row in office.rows(SupplementRequest)}
    assert states == {first: RequestState.OPEN, second: RequestState.ANSWERED}


def test_material_that_nobody_asked_for_moves_no_request(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    """It is on file; what was asked for is still open."""
    ask_for_material(office, filed.complaint_id)
    done = send(citizen, filed, "supplement", text="另有一事", supplement_request_id="unasked")
    assert done.status_code == 200
    assert [row.supplement_request_id for row in office.rows(Supplement)] == [None]
    assert "请提供收据照片" in text_of(done)


def test_material_of_another_case_is_no_choice(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    ask_for_material(office, filed.complaint_id)
    foreign = ask_for_material(office, office.file().complaint_id)
    refused = send(citizen, filed, "supplement", text="给别人的", supplement_request_id=foreign)
    assert refused.status_code == 422
    assert office.rows(Supplement) == []


def test_nothing_sent_is_marked_at_its_field(citizen: Visitor, filed: FiledComplaint) -> None:
    refused = send(citizen, filed, "supplement", text="  ")
    assert refused.status_code == 422
    assert 'href="#supplement-text"' in refused.text
    assert re.search(r'id="supplement-text"[^>]*aria-invalid="true"', refused.text)


def test_a_withdrawal_is_a_wish_and_is_shown_until_it_is_verified(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    """The case goes on until a person has asked back."""
    done = send(citizen, filed, "withdraw", reason="已经解决")
    assert done.status_code == 200
    assert "核实" in text_of(done)
    assert 'action="/progress/withdraw"' not in done.text
    assert [row.state for row in office.rows(Withdrawal)] == [RequestState.OPEN]
    key = {"number": filed.number, "query_code": filed.query_code}
    assert citizen.post("/progress/withdraw", key | {"reason": "再撤一次"}).status_code == 409


def test_rating_is_by_stars_and_once(office: FullOffice, citizen: Visitor, answered: FiledComplaint) -> None:
    """R64: the word of the complainant and nobody else's."""
    none = send(citizen, answered, "rate", comment="没有选")
    assert none.status_code == 422
    assert 'href="#rate-rating"' in none.text
    assert "没有选</textarea>" in none.text
    done = send(citizen, answered, "rate", rating="4", comment="办得快", wish="none")
    assert done.status_code == 200
    assert 'action="/progress/rate"' not in done.text
    assert [row.rating for row in office.rows(Survey)] == [4]


def test_a_satisfied_person_wishes_nothing_more(citizen: Visitor, answered: FiledComplaint) -> None:
    refused = send(citizen, answered, "rate", rating="5", wish="redo")
    assert refused.status_code == 422
    assert 'href="#rate-wish"' in refused.text


def test_a_review_is_asked_for_within_its_time(
    office: FullOffice, citizen: Visitor, answered: FiledComplaint
) -> None:
    """Once in a round."""
    assert send(citizen, answered, "review", reason="认定有误").status_code == 200
    assert len(office.rows(Review)) == 1


@pytest.mark.parametrize("form", ["supplement", "withdraw", "rate", "review"])
def test_a_wrong_code_finds_nothing_and_takes_nothing(
    office: FullOffice, citizen: Visitor, answered: FiledComplaint, form: str
) -> None:
    query(citizen, answered)
    fields = {"text": "甲", "reason": "乙", "rating": "5", "wish": "none"}
    wrong = {"number": answered.number, "query_code": "00000-0000-0000"}
    answer = citizen.post(f"/progress/{form}", wrong | fields)
    assert answer.status_code == 404
    assert "编号或查询码不对" in answer.text
    assert answered.query_code not in answer.text
    tables = (Supplement, Withdrawal, Review)
    assert [row for table in tables for row in office.rows(table)] == []
    assert [row.rating for row in office.rows(Survey)] == [None]


def test_who_has_the_right_code_is_not_shut_out_by_looking_often(
    citizen: Visitor, filed: FiledComplaint
) -> None:
    """Only wrong codes are counted as attempts."""
    for _ in range(PROGRESS_PER_NUMBER.limit + 2):
        assert query(citizen, filed).status_code == 200


def test_what_is_beyond_the_limit_of_requests_is_not_taken_and_said_so_on_the_page(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    """Whatever was taken before is on file; the refused one is still in its field."""
    for number in range(REQUESTS_PER_NUMBER.limit):
        assert send(citizen, filed, "supplement", text=f"第{number}件").status_code == 200
    refused = send(citizen, filed, "supplement", text="太多了")
    assert refused.status_code == 429
    assert "太多了</textarea>" in refused.text
    assert len(office.rows(Supplement)) == REQUESTS_PER_NUMBER.limit


def test_a_page_that_lay_open_too_long_keeps_what_was_typed(
    office: FullOffice, citizen: Visitor, filed: FiledComplaint
) -> None:
    query(citizen, filed)
    citizen.token = "of another day"
    key = {"number": filed.number, "query_code": filed.query_code}
    stale = citizen.post("/progress/supplement", key | {"text": "写了很久的补充说明"})
    assert stale.status_code == 403
    assert "写了很久的补充说明</textarea>" in stale.text
    assert office.rows(Supplement) == []
    assert citizen.post("/progress/supplement", key | {"text": "写了很久的补充说明"}).status_code == 200


def test_no_answer_holds_a_name_or_an_address_with_the_code(
    citizen: Visitor, answered: FiledComplaint
) -> None:
    page = send(citizen, answered, "rate", rating="1", wish="redo", comment="没有解决")
    assert FIELDS["name"] not in page.text
    assert FIELDS["phone"] not in page.text
    addresses = re.findall(r'(?:href|action|src)="([^"]*)"', page.text)
    assert [found for found in addresses if answered.query_code in found] == []
    assert page.headers["Cache-Control"] == "no-store"
