"""Letters of a case and the texts that they are made of, through the real web server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
import segno
from playwright.sync_api import Browser

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.letter_text import LetterText
from models.case.matter import Matter
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from services.letters.letter_pages import OFFICE_PAGE, case_page
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import accept
from tests.web.letter_words import letter_words
from tests.web_staff.cases import restrict_to

CLERK, VISITOR, ADMINISTRATOR, OTHER_UNIT = "wen.rusheng", "fang.huiyin", "guan.xitong", "zong.heke"
TEXTS = "/administration/letter-texts"
# Where people outside find the pages, which is not where a clerk sits.
PUBLIC = "https://tousu.yunhe.example.cn"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: numbers and texts hold for every case of it."""
    settings = {"JIEBAN_PAGES_URL": PUBLIC}
    folder = tmp_path_factory.mktemp("letters")
    with serve_office(folder, sqlite_office_template, settings=settings) as served:
        yield served


@pytest.fixture
def filed(served: ServedOffice) -> FiledComplaint:
    """An accepted complaint."""
    filed = served.office.file(address=f"198.51.100.{len(served.office.rows(CaseLetter)) + 1}")
    accept(served.office, filed.complaint_id)
    return filed


def draft_at(case: str, kind: str = "acceptance_notice") -> str:
    return f"/cases/{case}/letters/{kind}/round-1"


def freeze(clerk: SocketVisitor, at: str, **fields: str) -> None:
    clerk.get(at)
    answer = clerk.post(at, {"version": "0", "action": "freeze", **fields})
    assert answer.status_code == 303, answer.text[:2000]


def test_letters_and_receipts_lead_to_the_pages_for_people_outside_wherever_the_clerk_sits(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    clerk, case = served.visitor(CLERK), filed.complaint_id
    freeze(clerk, draft_at(case))
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    leads_to = f"{PUBLIC}/progress?number={filed.number}"
    assert (row.content or {})["leads_to"] == leads_to
    drawn = BytesIO()
    segno.make(leads_to, error="m", micro=False).save(drawn, kind="svg", scale=4, border=4)
    picture = served.visitor().client.get(f"/progress/code.svg?number={filed.number}")
    assert picture.content == drawn.getvalue()


def test_the_picture_of_a_record_leads_to_its_case_whoever_may_read_it_and_nobody_else(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    """Who is not signed in signs in first; that of a letter to others leads everybody to how the centre is reached."""
    (case,) = served.office.rows(Complaint, id=filed.complaint_id)
    page = f"/{case_page(case)}"
    assert f'href="/cases/{filed.complaint_id}"' in served.visitor(CLERK).get(page).text
    assert filed.complaint_id not in served.visitor(OTHER_UNIT).get(page).text
    nobody = served.visitor().client.get(page)
    assert (nobody.status_code, "/sign-in" in nobody.headers["location"]) == (303, True)
    ways = served.visitor().client.get(f"/{OFFICE_PAGE}")
    assert (ways.status_code, filed.number in ways.text) == (200, False)


def test_a_letter_is_looked_at_worded_frozen_and_saved(served: ServedOffice, filed: FiledComplaint) -> None:
    clerk, case = served.visitor(CLERK), filed.complaint_id
    shown = clerk.get(f"/cases/{case}/letters").text
    assert draft_at(case) in shown
    assert "受理告知书" in shown
    page = clerk.get(draft_at(case))
    assert "我中心决定受理" in page.text
    picture = clerk.get(f"{draft_at(case)}/pages/1")
    assert (picture.status_code, picture.content[:8]) == (200, b"\x89PNG\r\n\x1a\n")
    assert clerk.get(f"{draft_at(case)}/pages/2").status_code == 404
    assert "（定稿时编号）" in letter_words(clerk.get(f"{draft_at(case)}/preview"))
    clerk.get(draft_at(case))
    kept = clerk.post(draft_at(case), {"version": "0", "action": "word", "block-rights": "随时来电。𠮷氚"})
    assert (kept.status_code, kept.headers["location"]) == (303, f"{draft_at(case)}?done=worded")
    assert "随时来电。𠮷氚" in clerk.get(draft_at(case)).text
    lost = clerk.post(draft_at(case), {"version": "0", "action": "freeze", "block-rights": "别人的话"})
    assert (lost.status_code, "别人的话" in lost.text) == (422, True)
    freeze(clerk, draft_at(case), version="1")
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    listed = clerk.get(f"/cases/{case}/letters?done=frozen").text
    assert row.number in listed
    assert row.sha256[:12] in listed
    assert f"送达回证：受理告知书 {row.number}" in listed
    answer = clerk.get(f"/letters/{row.id}")
    assert f"受理告知书-{row.number}.pdf" in unquote(answer.headers["Content-Disposition"])
    told = letter_words(answer)
    assert "随时来电。𠮷氚" in told
    assert row.number in told
    again = clerk.post(draft_at(case), {"version": "1", "action": "freeze"})
    assert again.status_code == 409
    assert "已经定稿" in again.text
    assert clerk.get(draft_at(case)).status_code == 409


def test_its_complainant_saves_it_from_the_progress_page_and_nobody_else_by_his_code(
    served: ServedOffice, filed: FiledComplaint, browser: Browser
) -> None:
    key = {"number": filed.number, "query_code": filed.query_code}
    visitor = served.visitor()
    assert "给您的文书" not in visitor.post("/progress", key).text
    freeze(served.visitor(CLERK), draft_at(filed.complaint_id))
    (row,) = served.office.rows(CaseLetter, complaint_id=filed.complaint_id)
    visitor.post("/progress", key)
    assert row.number in letter_words(visitor.post("/progress/letter", key | {"letter_id": row.id}))
    wrong = visitor.post("/progress/letter", key | {"letter_id": row.id, "query_code": "0"})
    assert wrong.status_code == 404
    other = served.office.file(address="198.51.100.250")
    theirs = {"number": other.number, "query_code": other.query_code, "letter_id": row.id}
    refused = visitor.post("/progress/letter", theirs)
    assert refused.status_code in (404, 409)
    assert row.number not in refused.text
    with served.page(browser, 390) as page:
        page.goto("/progress")
        page.locator("[name=number]").fill(filed.number)
        page.locator("[name=query_code]").fill(filed.query_code)
        page.locator("[name=query_code]").press("Enter")
        with page.expect_download() as saved:
            page.get_by_role("button", name="保存 受理告知书").click()
        assert saved.value.suggested_filename == f"受理告知书-{row.number}.pdf"


def test_the_register_finds_letters_of_cases_that_the_person_may_read_and_no_other(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    """By part of the number, kind and year; whoever is complained about finds none of his case."""
    clerk = served.visitor(CLERK)
    freeze(clerk, draft_at(filed.complaint_id))
    (row,) = served.office.rows(CaseLetter, complaint_id=filed.complaint_id)
    shown = clerk.get("/letters").text
    assert row.number in shown
    assert f"/letters/{row.id}" in shown
    for narrowed in (f"q={row.number}", f"q={filed.number[-6:]}", "kind=acceptance_notice", "year=2026"):
        assert f"/letters/{row.id}" in clerk.get(f"/letters?{narrowed}").text
    for other in ("q=没有这样的文号", "kind=answer", "kind=x", "page=99&kind=answer"):
        assert f"/letters/{row.id}" not in clerk.get(f"/letters?{other}").text
    assert clerk.get("/letters?year=abc&page=-1").status_code == 200
    assert row.number not in served.visitor(OTHER_UNIT).get("/letters").text
    assert served.visitor(ADMINISTRATOR).get("/letters").status_code == 403


def test_who_may_not_write_a_letter_reads_it_or_knows_nothing_of_it(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    case = filed.complaint_id
    reader = served.visitor(VISITOR)
    assert draft_at(case) not in reader.get(f"/cases/{case}/letters").text
    for at in (draft_at(case), f"{draft_at(case)}/preview", f"{draft_at(case)}/pages/1"):
        assert reader.get(at).status_code == 403
        assert served.visitor(OTHER_UNIT).get(at).status_code == 404
        assert served.visitor(ADMINISTRATOR).get(at).status_code == 403
    freeze(served.visitor(CLERK), draft_at(case))
    (row,) = served.office.rows(CaseLetter, complaint_id=case)
    assert reader.get(f"/letters/{row.id}").status_code == 200
    assert served.visitor(OTHER_UNIT).get(f"/letters/{row.id}").status_code == 404
    for none in ("/letters/none", draft_at(case, "no-such-kind"), draft_at(case, "answer")):
        assert served.visitor(CLERK).get(none).status_code == 404


def test_an_administrator_has_letters_say_something_else_after_a_look(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    """The places are listed, what a letter could not say is refused, and a real case is tried by who may read it alone."""
    administrator = served.visitor(ADMINISTRATOR)
    assert f"{TEXTS}/answer/remedies" in administrator.get(TEXTS).text
    at = f"{TEXTS}/acceptance_notice/limits"
    assert "{办结期限}" in administrator.get(at).text
    text = "最迟{办结期限}办结。"
    seen = administrator.post(at, {"text": text, "go": "preview"})
    assert "最迟〔办结期限〕办结。" in letter_words(seen)
    refused = administrator.post(at, {"text": text, "go": "preview", "case_number": filed.number})
    assert (refused.status_code, "无权查看" in refused.text) == (422, True)
    wrong = administrator.post(at, {"text": "{query_code}", "go": "change", "reason": "试一试"})
    assert (wrong.status_code, "花括号里有" in wrong.text) == (422, True)
    bare = administrator.post(at, {"text": text, "go": "change"})
    assert (bare.status_code, 'id="reason-error"' in bare.text) == (422, True)
    saved = administrator.post(at, {"text": text, "go": "change", "reason": "本中心的说法"})
    assert saved.headers["location"] == f"{TEXTS}?changed=1"
    (row,) = served.office.rows(LetterText, kind="acceptance_notice")
    assert (row.text, row.reason) == (text, "本中心的说法")
    assert text in administrator.get(TEXTS).text
    words = letter_words(served.visitor(CLERK).get(f"{draft_at(filed.complaint_id)}/preview"))
    assert "办结。需要延期的" not in words
    assert served.visitor(CLERK).get(TEXTS).status_code == 403
    assert administrator.get(f"{TEXTS}/acceptance_notice/none").status_code == 404


def test_whoever_keeps_the_texts_tries_one_with_a_case_that_he_was_named_a_reader_of(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    """The letter of that case as it would be, with its own dates and matters; nothing is changed by a look."""
    restrict_to(served.office, filed.complaint_id, CLERK, ADMINISTRATOR)
    before = len(served.office.rows(LetterText))
    administrator, at = served.visitor(ADMINISTRATOR), f"{TEXTS}/acceptance_notice/limits"
    administrator.get(at)
    look = {"text": "至迟{办结期限}办完。", "go": "preview", "case_number": filed.number}
    tried = administrator.post(at, look)
    assert tried.status_code == 200, tried.text[:2000]
    words = letter_words(tried)
    assert re.search(r"至迟2026年\d+月\d+日[\d:]*办完。", words), words
    assert filed.number in words
    told = [matter.text for matter in served.office.rows(Matter, complaint_id=filed.complaint_id)]
    assert told
    assert all(text in words for text in told), words
    assert len(served.office.rows(LetterText)) == before
    nothing = administrator.post(f"{TEXTS}/answer/remedies", {**look, "text": "可以在{复查期间}内申请复查。"})
    assert (nothing.status_code, 'id="case_number-error"' in nothing.text) == (422, True)


def test_the_words_of_the_receipt_are_tried_and_changed_as_those_of_letters_are(
    served: ServedOffice, filed: FiledComplaint
) -> None:
    """With a case that he was named a reader of, whose code does not stand on what he looks at."""
    restrict_to(served.office, filed.complaint_id, CLERK, ADMINISTRATOR)
    administrator, at = served.visitor(ADMINISTRATOR), f"{TEXTS}/receipt/steps"
    assert at in administrator.get(TEXTS).text
    assert "{受理期限}" in administrator.get(at).text
    text = "至迟{受理期限}告知是否受理。"
    look = {"text": text, "go": "preview"}
    assert "至迟〔受理期限〕告知是否受理。" in letter_words(administrator.post(at, look))
    words = letter_words(administrator.post(at, look | {"case_number": filed.number}))
    assert re.search(r"至迟2026年\d+月\d+日[\d:]*告知是否受理。", words), words
    assert filed.number in words
    assert filed.query_code not in words
    saved = administrator.post(at, {"text": text, "go": "change", "reason": "本中心的说法"})
    assert saved.headers["location"] == f"{TEXTS}?changed=1"
    other = served.office.file(address="198.51.100.251")
    key = {"number": other.number, "query_code": other.query_code}
    told = letter_words(served.visitor().post("/progress/receipt", key))
    assert "告知是否受理。" in told
    assert "按难易程度办结" not in told
