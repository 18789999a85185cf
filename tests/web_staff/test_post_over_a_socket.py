"""Letters by post through the real web server: somebody with neither telephone nor internet is served from first to last."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.answer_sending import AnswerSending
from models.case.letter import CaseLetter
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.letter_codes import LetterReaders
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.vault.identity_reveal import IdentityReveal
from models.vault.keyring import Keyring
from services.filing.new_case import FiledComplaint
from tests.frozen_answer import freeze_answer
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import accept, add_task, walk_to
from tests.unit.services.test_answer_sending import CLERK, HANDLER, PARTS, give
from tests.web.case_file import read_file
from tests.web.letter_words import letter_words
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send

NAME, ADDRESS = "柏寄书", "云河市临江区槐树巷7号 310007"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own: the list is one for all cases."""
    with serve_office(tmp_path_factory.mktemp("post"), sqlite_office_template) as served:
        yield served


def file(served: ServedOffice, **fields: object) -> FiledComplaint:
    told = {"name": NAME, "phone": "", "postal_address": ADDRESS, "feedback_way": "书面", **fields}
    return served.office.file(address=secrets.token_hex(6), **told)


def field_of(served: ServedOffice, case: str, purpose: str) -> str:
    row = [row for row in served.office.rows(LetterDelivery, complaint_id=case) if row.purpose == purpose][-1]
    return f"number-{row.id}"


def post(clerk: SocketVisitor, **fields: str) -> tuple[int, str]:
    clerk.get("/post")
    sent = clerk.post("/post", {"action": "record", **fields})
    return sent.status_code, text_of(clerk.get(sent.headers["location"]) if sent.status_code == 303 else sent)


def test_who_has_neither_telephone_nor_internet_is_served_by_post(served: ServedOffice) -> None:
    """W13, DM-28, DM-29, DM-33, R60: receipt, acceptance and answer leave by post, and the answer's arrival is proved."""
    filed = file(served)
    case, clerk, handler = filed.complaint_id, served.visitor(CLERK), served.visitor(HANDLER)
    page = clerk.get("/post")
    assert filed.number in page.text
    assert "投诉登记回执" in text_of(page)
    assert (NAME in page.text, "槐树巷" in page.text) == (False, False)
    assert post(clerk, **{field_of(served, case, "receipt"): "XA33000000001"})[0] == 303
    walk_to(served.office, case, "give-answer")
    at = f"/cases/{case}/letters/acceptance_notice/round-1"
    clerk.get(at)
    assert clerk.post(at, {"version": "0", "action": "freeze"}).status_code == 303
    assert "受理告知书" in text_of(clerk.get("/post"))
    status, told = post(clerk, **{field_of(served, case, "letter"): "XA33000000002"})
    assert (status, "已登记交寄1封" in told) == (303, True)
    left = re.sub(r"\s+", " ", text_of(clerk.get(f"/cases/{case}/letters")))
    assert "挂号信 · 已交寄 XA33000000002" in left

    form = form_of(handler.get(f"/tasks/{add_task(served.office, case, 'give-answer')}").text)
    by_post = {"ways": ["registered_letter", "query_code"], "to_post": True}
    assert send(handler, form["submitUrl"], {**PARTS, **by_post})[0] == 200
    assert "答复书 · 挂号信 · 待交寄" in text_of(handler.get(f"/cases/{case}/answers"))
    assert served.office.rows(AnswerSending, complaint_id=case) == []
    answer = field_of(served, case, "answer")
    status, told = post(clerk, **{answer: "XA33000000003"})
    assert (status, "文书还没有定稿" in told) == (422, True)
    at = f"/cases/{case}/letters/answer/round-1"
    clerk.get(at)
    assert clerk.post(at, {"version": "0", "action": "freeze"}).status_code == 303
    assert post(clerk, **{answer: "XA33000000003"})[0] == 303
    (limit,) = served.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert limit.stopped_at is not None
    assert "XA33000000003 在途" in text_of(read_file(clerk, case))

    delivery = answer.removeprefix("number-")
    fate = {"fate": "arrived", "version": "1", "day": "", "text": ""}
    clerk.get("/post?group=out")
    refused = clerk.post(f"/post/{delivery}?group=out", fate)
    assert refused.status_code == 422
    assert refused.text.count('aria-invalid="true"') == 2
    told_of_it = fate | {"day": "2026-09-07", "text": "邮局投递签收单，本人签收"}
    assert clerk.post(f"/post/{delivery}?group=out", told_of_it).status_code == 303
    assert clerk.post(f"/post/{delivery}?group=out", told_of_it).status_code == 409
    words = text_of(read_file(clerk, case))
    assert "邮局投递签收单，本人签收" in words
    assert "XA33000000003" in text_of(clerk.get(f"/post?group=arrived&q={filed.number}"))
    assert served.office.rows(Clock, complaint_id=case, kind=ClockKind.RETURN_VISIT)


def test_an_answer_by_letter_is_asked_for_its_number_and_a_corrected_name_takes_the_place(
    served: ServedOffice,
) -> None:
    """On the pages: a plain letter answers nothing, and a letter to others goes again in place of the one that came back."""
    case, clerk, handler = file(served).complaint_id, served.visitor(CLERK), served.visitor(HANDLER)
    walk_to(served.office, case, "give-answer")
    form = form_of(handler.get(f"/tasks/{add_task(served.office, case, 'give-answer')}").text)
    assert send(handler, form["submitUrl"], {**PARTS, "ways": ["letter"]})[0] == 200
    assert served.office.rows(AnswerSending, complaint_id=case) == []
    answer = field_of(served, case, "answer")
    assert f'name="{answer}"' in clerk.get("/post").text
    freeze_answer(served.office, case)
    status, told = post(clerk, **{"posted": answer.removeprefix("number-"), answer: ""})
    assert (status, "必填" in told or "请填写" in told) == (422, True)
    assert post(clerk, **{answer: "XA33000000301"})[0] == 303

    letter_id = frozen_for_others(served, case, clerk)
    place = f"/letters/{letter_id}/post"
    others = {"way": "letter", "to_name": "云河市人社局", "to_address": "云河市政务路1号 310000"}
    clerk.get(place)
    assert clerk.post(place, others).status_code == 303
    row = field_of(served, case, "letter").removeprefix("number-")
    assert post(clerk, posted=row)[0] == 303
    back = {"fate": "returned", "version": "2", "day": "2026-09-07", "text": "名称不符"}
    assert clerk.post(f"/post/{row}?group=out", back).status_code == 303
    assert f'<option value="{row}">云河市人社局' in clerk.get(place).text
    again = {**others, "to_name": "云河市人力资源和社会保障局"}
    assert clerk.post(place, {**again, "instead_of": "none"}).status_code == 422
    assert clerk.post(place, {**again, "instead_of": row}).status_code == 303
    assert post(clerk, posted=field_of(served, case, "letter").removeprefix("number-"))[0] == 303
    (owed,) = served.office.rows(Clock, complaint_id=case, kind=ClockKind.SEND_AGAIN)
    assert owed.stopped_at is not None


def frozen_for_others(served: ServedOffice, case: str, clerk: SocketVisitor) -> str:
    at = f"/cases/{case}/letters/acceptance_notice/round-1"
    clerk.get(at)
    assert clerk.post(at, {"version": "0", "action": "freeze"}).status_code == 303
    with served.office.unit_of_work() as unit:
        told = unit.session.query(CaseLetter)
        (letter,) = told.filter_by(complaint_id=case, kind="acceptance_notice")
        letter.readers = LetterReaders.OTHERS
        for row in unit.session.query(LetterDelivery).filter_by(complaint_id=case, subject=letter.id):
            unit.session.delete(row)
        return letter.id


def test_numbers_are_pasted_compared_and_recorded_and_a_wrong_one_loses_nothing(served: ServedOffice) -> None:
    first, second = (field_of(served, file(served).complaint_id, "receipt") for _ in range(2))
    clerk = served.visitor(CLERK)
    page = clerk.get("/post").text
    empty = re.findall(r'name="(number-[^"]+)"', page)
    pasted = "\n".join(f"XA330000001{n:02}" for n in range(len(empty)))
    filled = clerk.post("/post", {"action": "fill", "pasted": pasted})
    assert filled.status_code == 200
    values = dict(re.findall(r'name="(number-[^"]+)" value="([^"]*)"', filled.text))
    assert list(values.values()) == pasted.split()
    assert all(
        row.sent_at is None for row in served.office.rows(LetterDelivery) if f"number-{row.id}" in values
    )
    too_many = clerk.post("/post", {"action": "fill", "pasted": f"{pasted}\nXA33000000999"})
    assert (too_many.status_code, "XA33000000999" in too_many.text) == (422, True)
    wrong = clerk.post("/post", {"action": "record", first: "XA33000000200", second: "12"})
    assert wrong.status_code == 422
    assert "不是邮件号码" in text_of(wrong)
    assert f'name="{first}" value="XA33000000200"' in wrong.text
    assert re.search(rf'name="{second}" value="12"[^>]*aria-invalid="true"', wrong.text)
    status, told = post(clerk, **{first: "XA33000000200", second: "XA33000000201"})
    assert (status, "已登记交寄2封" in told) == (303, True)
    status, told = post(clerk)
    assert (status, "还没有填写号码" in told) == (422, True)


def test_what_was_to_be_fetched_is_posted_with_the_reason_that_the_page_asks_for(
    served: ServedOffice,
) -> None:
    """Only of a letter that was wished in the hall; without it nothing that was typed is lost."""
    case, clerk = file(served, feedback_way="当面").complaint_id, served.visitor(CLERK)
    walk_to(served.office, case, "give-answer")
    give(served.office, case, ways=["letter", "in_person"])
    freeze_answer(served.office, case)
    number = field_of(served, case, "answer")
    reason = number.replace("number-", "reason-")
    assert clerk.get("/post").text.count('name="reason-') == 1
    status, told = post(clerk, **{number: "XA33000000071", reason: " "})
    assert (status, told.count("改为邮寄的，请写明理由")) == (422, 2), "beside the field and above"
    assert 'value="XA33000000071"' in clerk.post("/post", {"action": "record", number: "XA33000000071"}).text
    assert post(clerk, **{number: "XA33000000071", reason: "约定的日子没有来"})[0] == 303
    (sending,) = served.office.rows(AnswerSending, complaint_id=case)
    assert (sending.ways, sending.other_way_reason) == (["letter"], "约定的日子没有来")


def test_a_letter_is_put_on_the_list_by_a_person_and_taken_off_with_a_reason(served: ServedOffice) -> None:
    case = file(served, feedback_way="query_code").complaint_id
    accept(served.office, case)
    clerk = served.visitor(CLERK)
    at = f"/cases/{case}/letters/acceptance_notice/round-1"
    clerk.get(at)
    clerk.post(at, {"version": "0", "action": "freeze"})
    (letter,) = served.office.rows(CaseLetter, complaint_id=case)
    form = f"/letters/{letter.id}/post"
    assert f'href="{form}"' in clerk.get(f"/cases/{case}/letters").text
    clerk.get(form)
    assert clerk.post(form, {"way": "sms"}).status_code == 422
    assert clerk.post(form, {"way": "letter"}).status_code == 303
    assert clerk.post(form, {"way": "letter"}).status_code == 409
    (row,) = served.office.rows(LetterDelivery, complaint_id=case)
    off = {"fate": "taken_off", "version": "1", "text": ""}
    clerk.get("/post")
    assert clerk.post(f"/post/{row.id}", off).status_code == 422
    assert clerk.post(f"/post/{row.id}", off | {"text": "本人已到窗口领取"}).status_code == 303
    assert "本人已到窗口领取" in text_of(clerk.get(f"/cases/{case}/letters"))
    for login, status in (("zong.heke", 404), ("fang.huiyin", 403), ("guan.xitong", 403)):
        other = served.visitor(login)
        other.get("/")
        assert other.get(form).status_code == status, login
        assert other.post(f"/post/{row.id}", off | {"text": "看看"}).status_code == status, login
    assert clerk.post("/post/none", off).status_code == 404
    assert clerk.post(f"/post/{row.id}", off | {"fate": "burn"}).status_code == 404


def test_envelopes_and_the_list_carry_the_address_and_each_opening_is_on_record(served: ServedOffice) -> None:
    """DM-28: the name and address of the complainant stand on the envelope; nothing there tells what is inside."""
    filed, secret = file(served), file(served, keep_identity_secret=True)
    other = served.office.file(address=secrets.token_hex(6), feedback_way="书面")
    clerk = served.visitor(CLERK)
    chosen = [field_of(served, one.complaint_id, "receipt")[7:] for one in (filed, secret, other)]
    clerk.get("/post")
    refused = clerk.post("/post/papers", {"paper": "c5", "chosen": chosen})
    assert refused.status_code == 422
    assert "没有地址，请先登记地址" in text_of(refused)
    assert "要求对内保密" in text_of(refused)
    assert served.office.rows(IdentityReveal, complaint_id=filed.complaint_id) == []
    sheet = clerk.post("/post/papers", {"paper": "c5", "chosen": chosen[:1]})
    assert sheet.headers["content-type"] == "application/pdf"
    words = letter_words(sheet)
    assert NAME in words
    assert "云河市临江区槐树巷7号" in words
    assert "310007" in words
    assert [word for word in ("投诉", "回执", "举报", "答复") if word in words] == []
    listed = letter_words(clerk.post("/post/papers", {"paper": "list", "chosen": chosen[:1]}))
    assert "交寄清单" in listed
    assert "310007云河市临江区" in listed
    assert "槐树巷" not in listed
    seen = served.office.rows(IdentityReveal, complaint_id=filed.complaint_id)
    assert [(row.viewer, row.purpose, row.fields) for row in seen] == [
        (CLERK, "制作信封", ["name", "address"]),
        (CLERK, "制作交寄清单", ["name", "address"]),
    ]
    looks = served.office.rows(LookRecord, complaint_id=filed.complaint_id, kind=LookKind.EXPORT)
    assert {(row.viewer, row.purpose) for row in looks} == {(CLERK, "post")}


def test_an_answer_is_handed_over_in_the_hall_to_somebody_authorised(served: ServedOffice) -> None:
    """DM-28: told in person it waits there with its last day; a document and a signed slip send and deliver it that day."""
    case, clerk = file(served).complaint_id, served.visitor(CLERK)
    walk_to(served.office, case, "give-answer")
    handler, at = served.visitor(HANDLER), f"/cases/{case}/hall"
    form = form_of(handler.get(f"/tasks/{add_task(served.office, case, 'give-answer')}").text)
    told = {"ways": ["in_person", "query_code"], "other_way_reason": "本人来电要求到窗口领取"}
    assert send(handler, form["submitUrl"], {**PARTS, **told})[0] == 200
    (limit,) = served.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert limit.stopped_at is None
    last_day = f"最迟{to_beijing(limit.due_at):%Y-%m-%d %H:%M}"
    for place in ("/post?group=in_hall", f"/cases/{case}/answers", at):
        page = clerk.get(place)
        assert all(words in text_of(page) for words in ("待窗口领取", last_day)), place
        assert place == at or f'href="{at}"' in page.text
    clerk.get(f"/cases/{case}/letters/acceptance_notice/round-1")
    clerk.post(f"/cases/{case}/letters/acceptance_notice/round-1", {"version": "0", "action": "freeze"})
    page = clerk.get(at)
    documents = re.findall(r'name="documents" value="([^"]+)"', page.text)
    assert ("文书尚未定稿" in text_of(page), f'href="/cases/{case}/letters" aria-label=' in page.text) == (
        True,
        True,
    )
    assert [document.split("-")[0] for document in documents] == ["answer", "letter"]
    # Who gave it reads so before he could send anything; what he sends all the same comes back with what he typed.
    own = handler.get(at)
    assert "不能由作出的人自己交付" in text_of(own)
    assert re.findall(r'name="documents" value="([^"]+)"', own.text) == documents[1:]
    typed = {"documents": documents, "shown": "passport", "is_slip_signed": "true", "authorisation": "其女"}
    sent = handler.post(at, typed)
    assert (sent.status_code, "请窗口其他工作人员核验身份并交付" in text_of(sent)) == (422, True)
    assert all(words in sent.text for words in ('value="passport" selected', "其女</textarea>", "checked"))
    empty = clerk.post(at, {"is_for_another": "true"})
    assert empty.status_code == 422
    assert empty.text.count("error-text") == 4
    told = {"documents": documents, "shown": "id_card", "is_slip_signed": "true"}
    unfrozen = clerk.post(at, told)
    assert (unfrozen.status_code, "文书还没有定稿" in text_of(unfrozen)) == (422, True)
    freeze_answer(served.office, case)
    assert "文书尚未定稿" not in text_of(clerk.get(at))
    by_another = told | {"is_for_another": "true", "authorisation": "其女，2026年9月6日书面委托"}
    assert clerk.post(at, by_another).status_code == 303
    assert clerk.post(at, by_another).status_code == 422
    (sending,) = served.office.rows(AnswerSending, complaint_id=case)
    assert (sending.ways, sending.delivered_on.isoformat(), sending.delivered_by) == (
        ["in_person", "query_code"],
        "2026-09-07",
        CLERK,
    )
    assert served.office.rows(Clock, complaint_id=case, kind=ClockKind.RETURN_VISIT)
    (limit,) = served.office.rows(Clock, complaint_id=case, kind=ClockKind.FEEDBACK)
    assert limit.stopped_at is not None
    letters = text_of(clerk.get(f"/cases/{case}/letters"))
    assert "其女，2026年9月6日书面委托" in text_of(clerk.get(f"/cases/{case}/answers"))
    for words in ("居民身份证", "其女，2026年9月6日书面委托", "受委托人在窗口领取"):
        assert words in letters, words
    assert [
        row.purpose for row in served.office.rows(LetterDelivery, complaint_id=case) if row.is_to_post
    ] == ["receipt"]
    for login, status in (("zong.heke", 404), ("fang.huiyin", 403)):
        other = served.visitor(login)
        other.get("/")
        assert (other.get(at).status_code, other.post(at, by_another).status_code) == (status, status)
