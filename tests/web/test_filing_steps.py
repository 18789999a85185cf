"""A complaint is written in three steps that keep what was typed, on the server and without a script (UX-22, UX-59)."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.receipt import Receipt
from models.ground.errors import NotFound
from models.office.filing_draft import FilingDraft
from services.attempts.rules import DRAFTS_PER_ADDRESS
from services.filing.contact_ways import find_contact_faults
from services.filing.filing_draft import DRAFT_LIFE
from services.retention.sweep_filing_drafts import sweep_filing_drafts
from tests.full_office import FullOffice
from tests.web.pages import FIELDS, Visitor, code_of, database_file, number_of, photo, text_of

NEW = "/complaints/new"
WHAT = {"content": FIELDS["content"]}
YOU = {"name": FIELDS["name"], "phone": FIELDS["phone"]}


def write(citizen: Visitor, *, files: int = 0, **you: str) -> TestResponse:
    """Go through the three steps; the last look."""
    citizen.get(NEW)
    pictures = [(BytesIO(photo()), f"现场{number}.jpg") for number in range(files)]
    assert citizen.post(f"{NEW}/what", {**WHAT, "attachments": pictures}).status_code == 303
    assert citizen.post(f"{NEW}/wish", {"wanted": FIELDS["wanted"]}).status_code == 303
    answer = citizen.post(f"{NEW}/you", you or YOU)
    assert (answer.status_code, answer.location) == (303, f"{NEW}/check"), text_of(answer)
    return citizen.get(f"{NEW}/check")


def sent_fields(page: TestResponse) -> dict[str, list[str]]:
    """What the form of the last look sends."""
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text):
        fields.setdefault(name, []).append(value)
    fields.pop("csrf_token")
    return fields


def test_three_steps_and_a_last_look_file_what_was_typed(citizen: Visitor, office: FullOffice) -> None:
    page = write(citizen, files=2)
    for text in (FIELDS["content"], FIELDS["wanted"], FIELDS["name"], "现场0.jpg", "现场1.jpg"):
        assert text in text_of(page)
    assert office.rows(Complaint) == []
    receipt = citizen.post(NEW, sent_fields(page))
    assert (receipt.status_code, number_of(receipt)) == (200, "YH-2026-000001")
    (complaint,) = office.rows(Complaint)
    assert (complaint.matter, complaint.wanted) == (FIELDS["content"], FIELDS["wanted"])
    assert sorted(row.name for row in office.rows(Evidence)) == ["现场0.jpg", "现场1.jpg"]
    assert office.rows(FilingDraft) == []
    assert "jb_draft=;" in " ".join(receipt.headers.getlist("Set-Cookie")), "the browser forgets it too"
    assert FIELDS["content"] not in citizen.get(NEW).text


def test_sent_again_the_last_look_gives_the_same_receipt(citizen: Visitor, office: FullOffice) -> None:
    """Two clicks, or a reload of the receipt: the draft is gone by then, and nothing is filed twice."""
    fields = sent_fields(write(citizen, files=1))
    first, second = (citizen.post(NEW, fields) for _ in range(2))
    assert (number_of(first), code_of(first)) == (number_of(second), code_of(second))
    assert (len(office.rows(Complaint)), len(office.rows(Evidence))) == (1, 1)


def test_who_comes_back_finds_everything_and_nobody_else_does(citizen: Visitor, office: FullOffice) -> None:
    write(citizen, files=1)
    assert FIELDS["content"] in citizen.get(NEW).text
    assert FIELDS["wanted"] in citizen.get(f"{NEW}/wish").text
    page = citizen.get(f"{NEW}/you").text
    assert FIELDS["name"] in page
    picture = re.search(r'<img src="([^"]+)"', citizen.get(NEW).text)
    assert picture is not None
    assert citizen.client.get(picture[1]).mimetype == "image/jpeg"
    other = Visitor(citizen.app, address="203.0.113.8")
    assert FIELDS["content"] not in other.get(NEW).text
    assert other.get(f"{NEW}/check").status_code == 303
    assert other.get(picture[1]).status_code == 404


def test_nothing_that_was_typed_lies_open_in_the_database(citizen: Visitor, office: FullOffice) -> None:
    write(citizen)
    kept = database_file(office)
    content = b"".join(path.read_bytes() for path in kept.parent.glob(kept.name + "*"))
    for text in (FIELDS["content"], FIELDS["name"], FIELDS["phone"]):
        assert text.encode() not in content
    assert len(office.rows(FilingDraft)) == 1


def test_the_button_clears_the_draft_with_its_files(citizen: Visitor, office: FullOffice) -> None:
    write(citizen, files=1)
    ((file,),) = (row.content["files"] for row in office.rows(FilingDraft))
    store = office.unit_of_work().ports.object_store
    assert store.get(file["storage_key"])
    citizen.post(f"{NEW}/clear")
    assert office.rows(FilingDraft) == []
    for key in (file["storage_key"], file["safe_copy_key"]):
        with pytest.raises(NotFound):
            store.get(key)
    assert FIELDS["content"] not in citizen.get(NEW).text


def test_a_draft_is_over_after_a_day_and_swept_with_its_files(citizen: Visitor, office: FullOffice) -> None:
    """SE-39: the sweep leaves the draft that somebody still writes on."""
    write(citizen, files=1)
    other = Visitor(citizen.app, address="203.0.113.8")
    write(other)
    old = max(office.rows(FilingDraft), key=lambda row: len(row.content["files"]))
    key = old.content["files"][0]["storage_key"]
    with office.unit_of_work() as unit:
        row = unit.session.get_one(FilingDraft, old.token_hmac)
        row.saved_at -= DRAFT_LIFE + timedelta(seconds=1)
    assert FIELDS["content"] not in citizen.get(NEW).text
    assert [sweep_filing_drafts(office.unit_of_work) for _ in range(2)] == [1, 0]
    assert len(office.rows(FilingDraft)) == 1
    with pytest.raises(NotFound):
        office.unit_of_work().ports.object_store.get(key)
    assert FIELDS["content"] in other.get(NEW).text


def test_files_changed_in_another_tab_are_looked_at_again_before_anything_is_filed(
    citizen: Visitor, office: FullOffice
) -> None:
    fields = sent_fields(write(citizen, files=2))
    key = office.rows(FilingDraft)[0].content["files"][0]["storage_key"]
    citizen.post(f"{NEW}/what", {**WHAT, "remove": key})
    page = citizen.post(NEW, fields)
    assert page.status_code == 422
    assert "附件清单已变化" in text_of(page)
    assert FIELDS["content"] in page.text
    assert office.rows(Complaint) == []
    assert citizen.post(NEW, sent_fields(page)).status_code == 200
    assert len(office.rows(Evidence)) == 1


def test_a_draft_that_is_gone_loses_nothing_that_was_typed(citizen: Visitor, office: FullOffice) -> None:
    fields = sent_fields(write(citizen))
    citizen.client.delete_cookie("jb_draft")
    assert citizen.post(NEW, fields).status_code == 200
    assert [row.matter for row in office.rows(Complaint)] == [FIELDS["content"]]


def test_who_stays_anonymous_sends_no_name_that_he_typed_before(citizen: Visitor, office: FullOffice) -> None:
    """UX-22: the fields are hidden, and what stands in them goes nowhere, not even into the text as it was sent."""
    page = write(citizen, **YOU, anonymous="true")
    assert FIELDS["name"] not in page.text
    assert citizen.post(NEW, sent_fields(page)).status_code == 200
    (receipt,) = office.rows(Receipt)
    assert FIELDS["name"] not in receipt.raw_text and FIELDS["phone"] not in receipt.raw_text


def test_a_step_names_its_own_faults_and_lets_go_back_with_what_was_typed(citizen: Visitor) -> None:
    citizen.get(NEW)
    page = citizen.post(f"{NEW}/what", {"content": " ", "occurred_place": "二楼"})
    assert page.status_code == 422
    assert '<a href="#content">发生了什么: 此项必填</a>' in page.text
    assert 'value="二楼"' in page.text
    assert "姓名: 此项必填" not in text_of(page), "that is asked on another step"
    back = citizen.post(f"{NEW}/you", {"phone": "010-8888", "go": "back"})
    assert (back.status_code, back.location) == (303, f"{NEW}/wish")
    assert 'value="010-8888"' in citizen.get(f"{NEW}/you").text


def test_what_was_chosen_and_what_was_written_beside_it_are_both_kept(
    citizen: Visitor, office: FullOffice
) -> None:
    citizen.get(NEW)
    citizen.post(f"{NEW}/what", WHAT)
    chosen = {
        "respondent_unit_chosen": "云河市人力资源和社会保障局（驻厅）",
        "respondent_window_chosen": "C03",
        "respondent_window": "靠电梯的那个",
        "service_item": "补一张证明",
    }
    citizen.post(f"{NEW}/wish", chosen)
    page = citizen.get(f"{NEW}/wish").text
    assert re.search(r'<option value="云河市人力资源和社会保障局（驻厅）" selected>', page)
    assert 'value="C03（靠电梯的那个）"' in page
    assert 'value="补一张证明"' in page


@pytest.mark.parametrize(
    ("phone", "email", "faults"),
    [
        ("19900000201", "jian@example.cn", {}),
        ("199-0000 0201", "", {}),
        ("+86 199 0000 0201", "", {}),
        ("0571-00000000转8021", "", {}),
        ("（010）88880000", "", {}),
        ("８８８８００００", "", {}),
        ("+1 202 555 0100", "", {}),
        ("010-8888", "", {"phone": "NOT_A_PHONE"}),
        ("1990000020", "", {"phone": "NOT_A_PHONE"}),
        ("微信同号", "", {"phone": "NOT_A_PHONE"}),
        ("", "jian@example", {"email": "NOT_AN_EMAIL"}),
        ("", "jian example.cn", {"email": "NOT_AN_EMAIL"}),
    ],
)
def test_a_number_that_nobody_can_call_and_an_address_that_nobody_can_write_to_are_named(
    phone: str, email: str, faults: dict[str, str]
) -> None:
    """UX-22, UX-26."""
    assert find_contact_faults(phone, email) == faults


def test_no_more_files_than_the_page_says_and_the_others_are_named(
    citizen: Visitor, office: FullOffice
) -> None:
    citizen.get(NEW)
    pictures = [(BytesIO(photo()), f"{number}.jpg") for number in range(11)]
    page = citizen.post(f"{NEW}/what", {**WHAT, "attachments": pictures})
    assert page.status_code == 200
    assert "10.jpg: " in text_of(page)
    assert len(office.rows(FilingDraft)[0].content["files"]) == 10


def test_the_script_of_the_page_sends_files_one_by_one(citizen: Visitor, office: FullOffice) -> None:
    citizen.get(NEW)
    for name in ("现场.jpg", "程序.exe"):
        part = citizen.post(f"{NEW}/files", {"attachments": (BytesIO(photo()), name)})
        assert part.status_code == 200
    assert "现场.jpg" in part.text and "程序.exe: " in text_of(part)
    assert "现场.jpg" in citizen.get(NEW).text
    assert len(office.rows(FilingDraft)) == 1


def test_new_drafts_are_limited_by_address_and_nothing_typed_is_lost(citizen: Visitor) -> None:
    for _ in range(DRAFTS_PER_ADDRESS.limit):
        citizen.client.delete_cookie("jb_draft")
        citizen.get(NEW)
        assert citizen.post(f"{NEW}/what", WHAT).status_code == 303
    citizen.client.delete_cookie("jb_draft")
    citizen.get(NEW)
    page = citizen.post(f"{NEW}/what", WHAT)
    assert page.status_code == 429
    assert FIELDS["content"] in page.text


def test_a_step_that_lay_open_too_long_comes_back_with_everything_typed(citizen: Visitor) -> None:
    citizen.get(NEW)
    citizen.client.delete_cookie("jb_visitor")
    page = citizen.post(f"{NEW}/what", WHAT)
    assert page.status_code == 403
    assert FIELDS["content"] in page.text
    assert citizen.post(f"{NEW}/what", WHAT).status_code == 303
