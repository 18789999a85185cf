"""One more proof opens what is the complainant's own: words, files, who looked at his identity; from the real web server."""

from __future__ import annotations

import secrets

import pytest

from models.case.evidence import Evidence
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.acts.prove_complainant import PROVED
from services.acts.reveal_identity import RevealIdentity, reveal_identity
from services.attempts.rules import PROOFS_PER_NUMBER
from tests.full_office import TOLD
from tests.served_office import ServedOffice
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.own_part import NAME, PHONE, prove, send_own
from tests.web.pages import photo
from tests.web.told_scenes import fresh_case, named, part_of, progress_of, send, transferred

CONTENT = f"{TOLD[0]}办事员对我简一趟态度生硬，不说依据。"


def own_case(served: ServedOffice) -> SideCase:
    """Filed from an address of its own."""
    return side_case(served.office, content=CONTENT, address=secrets.token_hex(4))


@pytest.fixture
def case(served_office: ServedOffice) -> SideCase:
    """Whose words name himself, as many do."""
    return own_case(served_office)


@pytest.mark.parametrize("mark", [PHONE, "+86 19900000201", NAME, " 简 一趟 "])
def test_telephone_or_name_as_filed_opens_the_words_uncut(
    served_office: ServedOffice, case: SideCase, mark: str
) -> None:
    """UX-17: before it his name is cut out of them, after it they stand as he wrote them."""
    visitor = served_office.visitor()
    before = progress_of(visitor, case)
    assert NAME not in before
    page = prove(visitor, case, mark)
    assert page.status_code == 200
    assert CONTENT in part_of(page.text, "own")


@pytest.mark.parametrize("mark", ["199-0000-0202", "简一", "一趟", "19900000", "%", ""])
def test_anything_less_opens_nothing_and_says_what_to_do(
    served_office: ServedOffice, case: SideCase, mark: str
) -> None:
    page = prove(served_office.visitor(), case, mark)
    assert page.status_code == 422
    assert NAME not in page.text
    assert "不一致" in part_of(page.text, "own")
    assert "Set-Cookie" not in page.headers


def test_wrong_tries_are_few_and_every_try_is_on_the_trail(
    served_office: ServedOffice, case: SideCase
) -> None:
    """Whoever found the code does not try names until one fits."""
    visitor = served_office.visitor()
    statuses = [prove(visitor, case, f"甲{no}").status_code for no in range(PROOFS_PER_NUMBER.limit)]
    assert statuses == [422] * PROOFS_PER_NUMBER.limit
    assert prove(visitor, case).status_code == 429
    tries = served_office.office.rows(TrailEvent, complaint_id=case.complaint_id, kind=PROVED)
    assert [row.payload for row in tries] == [{"is_granted": False}] * PROOFS_PER_NUMBER.limit


def test_who_filed_without_telephone_and_name_sees_no_more_than_before(served_office: ServedOffice) -> None:
    """An anonymous complaint follows its progress; there is nothing that a stranger could guess."""
    filed = served_office.office.file(name="", phone="", is_anonymous=True, address="own-anonymous")
    case = SideCase(served_office.office, filed.complaint_id, filed.number, filed.query_code)
    visitor = served_office.visitor()
    assert "没有留姓名，也没有留电话" in part_of(progress_of(visitor, case), "own")
    for mark in ("", NAME, "匿名"):
        assert prove(visitor, case, mark).status_code == 422


def test_the_leave_is_for_this_browser_and_this_case_and_ends_when_it_is_closed(
    served_office: ServedOffice, case: SideCase
) -> None:
    visitor, stranger = served_office.visitor(), served_office.visitor()
    cookie = prove(visitor, case).cookies["jb_own"]
    assert case.complaint_id not in cookie
    assert case.query_code not in cookie
    assert CONTENT in progress_of(visitor, case)
    other = own_case(served_office)
    assert CONTENT not in progress_of(visitor, other)
    stranger.client.cookies.set("jb_own", cookie)
    assert CONTENT not in progress_of(stranger, case)
    assert CONTENT not in send_own(visitor, case, "own/close").text
    assert CONTENT not in progress_of(visitor, case)


def test_his_files_are_seen_and_saved_and_nobody_elses(served_office: ServedOffice, case: SideCase) -> None:
    """UX-17: the picture in the window, the file as it was sent; both looks are on the trail, nothing is in an address."""
    visitor = served_office.visitor()
    send(visitor, case, "supplement", text="见照片", attachments={"attachments": ("收据.jpg", photo())})
    file = served_office.office.rows(Evidence, complaint_id=case.complaint_id)[0]
    refused = send_own(visitor, case, "own/file", evidence_id=file.id)
    assert refused.status_code == 403
    prove(visitor, case)
    shown = send_own(visitor, case, "own/file", evidence_id=file.id, **{"as": "picture"})
    saved = send_own(visitor, case, "own/file", evidence_id=file.id, **{"as": "file"})
    assert shown.headers["Content-Type"].startswith("image/")
    assert "attachment" not in shown.headers.get("Content-Disposition", "")
    assert saved.content == photo()
    assert saved.headers["Content-Security-Policy"].startswith("sandbox")
    looks = served_office.office.rows(TrailEvent, complaint_id=case.complaint_id, kind="evidence.opened")
    assert [(row.actor, row.payload["is_safe_copy"]) for row in looks] == [
        ("citizen", True),
        ("citizen", False),
    ]
    other = fresh_case(served_office)
    send(
        served_office.visitor(), other, "supplement", text="", attachments={"attachments": ("b.jpg", photo())}
    )
    foreign = served_office.office.rows(Evidence, complaint_id=other.complaint_id)[0]
    assert send_own(visitor, case, "own/file", evidence_id=foreign.id).status_code == 404


def test_he_reads_who_saw_his_name_by_office_purpose_and_time_and_never_the_person(
    served_office: ServedOffice, case: SideCase
) -> None:
    """The list "who saw my name" of the leak trace; also a name of staff inside the words of the purpose is cut."""
    office = served_office.office
    visitor = served_office.visitor()
    assert "没有人看过" in part_of(prove(visitor, case).text, "looks")
    colleague = office.rows(Staff, login="wen.rusheng")[0].name
    command = RevealIdentity(case.complaint_id, f"受{colleague}委托，电话核实收据时间")
    reveal_identity(command, office.unit_of_work(), office.actor("xun.wenshi")).hand_out(lambda shown: shown)
    page = progress_of(visitor, case)
    looks = part_of(page, "looks")
    assert "投诉处置科" in looks
    assert "受■委托，电话核实收据时间" in looks
    assert "2026-09-0" in looks
    people = office.rows(Staff)
    assert len(people) > 20
    assert [row.login for row in people if row.login in page or row.name in page] == []


def test_he_reads_who_received_the_referral_and_whether_his_name_was_in_it(
    served_office: ServedOffice,
) -> None:
    """The referral leaves without his identity; where his name was told, that unit stands there with it."""
    handed = part_of(prove(served_office.visitor(), transferred(served_office)).text, "recipients")
    assert "没有写您的姓名" in handed
    assert "写有您的姓名" not in handed
    told = part_of(prove(served_office.visitor(), named(served_office)).text, "recipients")
    assert "云河市人力资源和社会保障局" in told
    assert "写有您的姓名" in told
