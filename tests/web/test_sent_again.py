"""No answer came, so the browser sends the form again: answered as the first time, counted once."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from models.beside.review import Review
from models.beside.supplement import Supplement
from models.beside.withdrawal import Withdrawal
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.lifecycle import RequestState
from models.case.survey import Survey
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.attempts.rules import REQUESTS_PER_NUMBER
from services.filing.new_case import FiledComplaint
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import ask_for_material
from tests.web.pages import Visitor, photo, text_of

Fields = dict[str, object]
COUNTED = (Supplement, Withdrawal, Review, Evidence, TrailEvent, OutboxRow)
# What each form says and how far the case is when it is there.
FORMS: dict[str, tuple[str | None, Fields]] = {
    "supplement": (None, {"text": "收据如下"}),
    "withdraw": (None, {"reason": "已经解决"}),
    "rate": ("record-return-visit", {"rating": "2", "comment": "没有解决", "wish": "review"}),
    "review": ("record-return-visit", {"reason": "认定有误"}),
}


def opened(visitor: Visitor, filed: FiledComplaint) -> Fields:
    """The hidden fields of the page."""
    visitor.get("/progress")
    key = {"number": filed.number, "query_code": filed.query_code}
    visitor.post("/progress", key)
    return key | {"submission_id": visitor.submission_id}


def counts(office: FullOffice) -> list[int]:
    return [len(office.rows(table)) for table in COUNTED]


def notice_of(page: TestResponse) -> str:
    return page.text.partition('role="status"')[2].partition("</div>")[0]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_sent_again_is_answered_as_before_and_counts_once(
    office: FullOffice, citizen: Visitor, form: str
) -> None:
    """R18: nothing more is on file, on the trail or told to the engine."""
    filed = office.file()
    until, fields = FORMS[form]
    if until:
        walk_to(office, filed.complaint_id, until)
    sent = opened(citizen, filed) | fields
    first = citizen.post(f"/progress/{form}", sent)
    before = counts(office)
    again = citizen.post(f"/progress/{form}", sent)
    assert (first.status_code, again.status_code) == (200, 200)
    assert notice_of(again) == notice_of(first) != ""
    assert counts(office) == before


def test_material_from_the_next_page_is_more_material(office: FullOffice, citizen: Visitor) -> None:
    """The page that says what was taken has a form of its own."""
    sent = opened(citizen, office.file()) | {"text": "收据如下"}
    citizen.post("/progress/supplement", sent)
    citizen.post("/progress/supplement", sent | {"submission_id": citizen.submission_id})
    assert len(office.rows(Supplement)) == 2


def test_files_sent_again_are_there_once_and_the_refused_one_is_named_again(
    office: FullOffice, citizen: Visitor
) -> None:
    """The person who lost the answer still learns which file is missing."""
    filed = office.file()
    ask_for_material(office, filed.complaint_id)
    sent = opened(citizen, filed) | {"text": ""}
    pages = [
        citizen.post(
            "/progress/supplement",
            sent | {"attachments": [(BytesIO(b"MZ\x90"), "坏.exe"), (BytesIO(photo()), "收据.jpg")]},
        )
        for _ in range(2)
    ]
    assert [page.status_code for page in pages] == [200, 200]
    assert all("坏.exe" in notice_of(page) for page in pages)
    assert notice_of(pages[0]) == notice_of(pages[1])
    assert len(office.rows(Evidence)) == len(office.rows(Supplement)) == 1


def test_a_wish_that_was_not_meant_is_not_asked_for_again_by_a_late_repeat(
    office: FullOffice, citizen: Visitor
) -> None:
    sent = opened(citizen, office.file()) | {"reason": "已经解决"}
    citizen.post("/progress/withdraw", sent)
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Withdrawal, office.rows(Withdrawal)[0].id)
        row.state, row.is_confirmed = RequestState.REFUSED, False
    assert citizen.post("/progress/withdraw", sent).status_code == 200
    assert [row.state for row in office.rows(Withdrawal)] == [RequestState.REFUSED]


@pytest.mark.parametrize("form", ["rate", "review"])
def test_a_late_repeat_says_nothing_of_the_answer_of_the_next_round(
    office: FullOffice, citizen: Visitor, form: str
) -> None:
    filed = office.file()
    walk_to(office, filed.complaint_id, "record-return-visit")
    sent = opened(citizen, filed) | FORMS[form][1] | {"wish": "none"}
    citizen.post(f"/progress/{form}", sent)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed.complaint_id).round = 2
        earlier = office.rows(Survey)[0]
        unit.session.add(
            Survey(id="2" * 32, complaint_id=filed.complaint_id, round=2, opened_at=earlier.opened_at)
        )
    before = counts(office)
    assert citizen.post(f"/progress/{form}", sent).status_code == 200
    assert counts(office) == before
    assert [row.rating for row in office.rows(Survey, round=2)] == [None]


def test_other_words_from_the_same_page_are_neither_lost_nor_taken_for_a_repeat(
    office: FullOffice, citizen: Visitor
) -> None:
    """Who went back and wrote more reads that the first words are on file, and may send these too."""
    sent = opened(citizen, office.file()) | {"text": "收据如下"}
    citizen.post("/progress/supplement", sent)
    other = citizen.post("/progress/supplement", sent | {"text": "收据如下，另有录音"})
    assert other.status_code == 422
    assert "之前已提交过一次" in text_of(other)
    assert "收据如下，另有录音</textarea>" in other.text
    once_more = sent | {"text": "收据如下，另有录音", "submission_id": citizen.submission_id}
    assert citizen.post("/progress/supplement", once_more).status_code == 200
    assert sorted(row.text for row in office.rows(Supplement)) == ["收据如下", "收据如下，另有录音"]


def test_faults_take_nothing_so_the_corrected_form_of_the_same_page_is_taken(
    office: FullOffice, citizen: Visitor
) -> None:
    sent = opened(citizen, office.file())
    assert citizen.post("/progress/withdraw", sent | {"reason": " "}).status_code == 422
    assert citizen.submission_id == sent["submission_id"]
    assert citizen.post("/progress/withdraw", sent | {"reason": "已经解决"}).status_code == 200
    assert len(office.rows(Withdrawal)) == 1


def test_repeats_use_up_no_request(office: FullOffice, citizen: Visitor) -> None:
    sent = opened(citizen, office.file()) | {"text": "收据如下"}
    for _ in range(REQUESTS_PER_NUMBER.limit + 1):
        assert citizen.post("/progress/supplement", sent).status_code == 200
    assert len(office.rows(Supplement)) == 1


def test_an_id_of_one_case_says_nothing_of_another(office: FullOffice, citizen: Visitor) -> None:
    """Whoever chooses the same id for his own case sends his own material."""
    first, second = office.file(), office.file()
    sent = opened(citizen, first) | {"text": "收据如下"}
    citizen.post("/progress/supplement", sent)
    citizen.post("/progress/supplement", opened(citizen, second) | {**sent, "number": second.number,
        "query_code": second.query_code})  # fmt: skip
    assert {row.complaint_id for row in office.rows(Supplement)} == {
        first.complaint_id,
        second.complaint_id,
    }
