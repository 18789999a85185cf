"""Society looks on, over the real server: who handles complaints and with which money, and what people think of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.replay.page_reading import solve_challenge
from models.ledger.trail_event import TrailEvent
from models.office.office_comment import OfficeComment
from models.office.office_profile import OfficeFund, OfficeProfile
from models.vault.keyring import Keyring
from services.attempts.rules import COMMENTS_PER_ADDRESS
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.web.pages import text_of

SUPERVISOR, DIRECTOR, CLERK, ADMINISTRATOR = "jian.rujing", "zong.lanyun", "wen.rusheng", "guan.xitong"
WORDS = "答复信里全是套话，建议写明依据。欧阳翠莲"
PARTS = {
    "leader": "中心副主任分管投诉处置，每月听取一次汇报。",
    "body": "投诉处置办公室",
    "rules": "《云河市政务服务投诉处置办法》",
    "staff": "专职5人，兼职12人。",
    "contact": "统计数据咨询：投诉处置办公室",
    "licence": "",
}


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    with serve_office(tmp_path_factory.mktemp("society"), sqlite_office_template) as served:
        yield served


def send(visitor: SocketVisitor, words: str, **more: str) -> tuple[int, str]:
    page = visitor.get("/comment").text
    found = re.search(r'name="submission_id" value="([0-9a-f]{32})"', page)
    assert found is not None
    asked = solve_challenge(page)
    sent = visitor.post("/comment", {"submission_id": found[1], "words": words, **asked, **more})
    return sent.status_code, sent.text


def act(visitor: SocketVisitor, row: OfficeComment, act_name: str, seen: str, **more: str) -> tuple[int, str]:
    sent = visitor.post(
        f"/comments/{row.id}", {"act": act_name, "seen": seen, "words": "", "number": "", **more}
    )
    return sent.status_code, sent.text


def test_who_leads_which_body_and_which_rules_are_kept_and_shown(served: ServedOffice) -> None:
    """R84: who leads, which body, which rules: kept as configuration and shown."""
    assert "中心尚未填写" in text_of(served.visitor().get("/about"))
    administrator, director = served.visitor(ADMINISTRATOR), served.visitor(DIRECTOR)
    at = "/administration/about"
    assert served.visitor(CLERK).get(at).status_code == 403
    assert administrator.post(at, {**PARTS, "replaces": "0"}).status_code == 303
    stale = director.post(at, {**PARTS, "leader": "主任", "replaces": "0"})
    assert stale.status_code == 422
    assert "主任" in stale.text
    (row,) = served.office.rows(OfficeProfile)
    assert director.post(at, {**PARTS, "staff": "专职6人。", "replaces": str(row.id)}).status_code == 303
    told = text_of(served.visitor().get("/about"))
    for words in (PARTS["leader"], PARTS["body"], PARTS["rules"], "专职6人。"):
        assert words in told
    assert PARTS["staff"] not in told
    assert PARTS["staff"] in text_of(director.get(at)), "every version stays"
    events = [row for row in served.office.rows(TrailEvent) if row.kind == "office.profile_entered"]
    assert [event.payload["parts"] for event in events][-1] == ["staff"]
    long = director.post(at, {**PARTS, "rules": "规" * 2_001, "replaces": "2"})
    assert long.status_code == 422


def test_money_of_a_year_is_bounded_corrected_and_shown(served: ServedOffice) -> None:
    """The latest entry of a year holds; what is no amount comes back at its field."""
    director, at = served.visitor(DIRECTOR), "/administration/about/funds"
    fund = {"year": "2026", "amount": "120000.5", "source": "财政预算", "used_for": "12345专线和回访。"}
    for name, wrong in (
        ("amount", "9" * 5000),
        ("amount", "NaN"),
        ("amount", "-1"),
        ("amount", "1e9"),
        ("amount", "１２"),
        ("year", "9999"),
        ("year", "二〇二六"),
        ("year", "1" * 5000),
        ("source", ""),
        ("used_for", "用" * 1_001),
    ):
        refused = director.post(at, {**fund, name: wrong})
        assert refused.status_code == 422, name
        assert f'id="{name}-error"' in refused.text
    assert served.office.rows(OfficeFund) == []
    for _ in range(2):
        assert director.post(at, fund).status_code == 303
    assert len(served.office.rows(OfficeFund)) == 1, "a form that is sent twice"
    assert director.post(at, {**fund, "amount": "130000"}).status_code == 303
    told = text_of(served.visitor().get("/about"))
    assert "130,000.00" in told
    assert "120,000.50" not in told
    assert "120,000.50" in text_of(director.get("/administration/about"))


def reword(served: ServedOffice, comment_id: str, answer: str) -> None:
    """As if the answer had been written before this person complained."""
    with served.office.unit_of_work() as unit:
        row = unit.session.scalars(select(OfficeComment).where(OfficeComment.id == comment_id)).one()
        row.answer = answer


def test_anybody_comments_on_complaint_handling_and_reads_what_is_answered(served: ServedOffice) -> None:
    """Once, for supervisors; an answer is public when a second person released it, and no longer when it is taken down."""
    visitor = served.visitor()
    assert send(visitor, "")[0] == 422
    assert send(visitor, WORDS, website="x")[0] == 422
    assert served.office.rows(OfficeComment) == []
    submission = {"submission_id": "a" * 32, "words": WORDS}
    for _ in range(2):
        assert visitor.post("/comment", submission).status_code == 303
    (row,) = served.office.rows(OfficeComment)
    assert served.visitor(CLERK).get("/comments").status_code == 403
    supervisor, director = served.visitor(SUPERVISOR), served.visitor(DIRECTOR)
    assert WORDS in supervisor.get("/comments").text
    assert act(supervisor, row, "read", "received")[0] == 303
    assert act(director, row, "read", "received")[0] == 409, "a colleague was faster"
    assert act(supervisor, row, "answer", "read")[0] == 422
    assert act(supervisor, row, "answer", "read", words="魏先生，已改。")[0] == 422, "no name in public"
    assert act(supervisor, row, "answer", "read", words="今后答复信逐项写明依据。")[0] == 303
    assert "今后答复信" not in visitor.get("/comment").text, "not before a second person released it"
    status, refused = act(supervisor, row, "release", "answer_proposed")
    assert (status, "另一人" in refused) == (409, True)
    reword(served, row.id, "魏先生，已改。")
    assert act(director, row, "release", "answer_proposed")[0] == 422
    reword(served, row.id, "今后答复信逐项写明依据。")
    assert act(director, row, "release", "answer_proposed")[0] == 303
    page = visitor.get("/comment").text
    assert "今后答复信逐项写明依据。" in page
    assert WORDS not in page
    assert act(supervisor, row, "take_down", "answered")[0] == 303
    assert "今后答复信" not in visitor.get("/comment").text
    kinds = [event for event in served.office.rows(TrailEvent) if event.kind.startswith("comment.")]
    assert [event.kind for event in kinds] == [
        "comment.received",
        "comment.read",
        "comment.answer_proposed",
        "comment.answered",
        "comment.taken_down",
    ]
    assert all(event.payload == {"comment": row.id} for event in kinds)


def test_a_comment_becomes_a_complaint_only_where_its_sender_agreed(served: ServedOffice) -> None:
    number = served.office.file(name="欧阳翠莲").number
    visitor, supervisor = served.visitor(), served.visitor(SUPERVISOR)
    send(visitor, "回访员说不满意也没有用。")
    send(visitor, "我在三号窗口被推来推去。", may_become_complaint="true")
    without, with_consent = served.office.rows(OfficeComment)[-2:]
    assert act(supervisor, without, "complaint", "received", number=number)[0] == 422
    assert act(supervisor, with_consent, "complaint", "received", number="没有这个号")[0] == 422
    assert act(supervisor, with_consent, "complaint", "received", number=number)[0] == 303
    assert act(supervisor, without, "pass_on", "received", words="请流程负责人改回访提纲。")[0] == 303
    assert "请流程负责人改回访提纲。" in supervisor.get("/comments?state=passed_on").text
    assert supervisor.post("/comments/nichts", {"act": "read", "seen": "received"}).status_code == 404


def test_who_sends_too_many_is_told_so_and_loses_nothing(served: ServedOffice) -> None:
    visitor = served.visitor()
    for number in range(COMMENTS_PER_ADDRESS.limit):
        assert send(visitor, f"第{number}条")[0] == 303
    status, page = send(visitor, "还有一条没说完")
    assert status == 429
    assert "还有一条没说完" in page
