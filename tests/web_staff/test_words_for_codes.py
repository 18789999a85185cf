"""What the database keeps as codes, logins and JSON is said in words, by the real web server."""

from __future__ import annotations

import json
import re
from html import unescape

import httpx

from models.case.lifecycle import ClockKind, ClockMoveReason, ClockStopReason
from models.clock.clock import Clock
from models.clock.legal_time import parse_moment
from models.ground.ids import ClockId
from models.office.staff import Staff
from services.actor import Actor, ActorKind, outside_unit
from services.clocks.move_clock import MoveClock, move_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.filing.new_case import FiledComplaint
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task
from tests.web.case_file import read_file

CLERK = "wen.rusheng"


def words_of(page: httpx.Response) -> str:
    """The main parts without tags, each run of blanks as one."""
    main = " ".join(re.findall(r"<main[^>]*>(.*?)</main>", page.text, re.DOTALL))
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def filed(served: ServedOffice, **fields: str) -> FiledComplaint:
    return served.office.file(address="words-for-codes", **fields)


def case_page(served: ServedOffice, case: FiledComplaint) -> str:
    page = read_file(served.visitor(CLERK), case.complaint_id)
    assert page.status_code == 200
    return words_of(page)


def test_people_and_units_are_called_by_name_and_post(served_office: ServedOffice) -> None:
    """UX-8 DM-17: neither a login nor a unit's code; who is gone from the directory is said to be."""
    case = filed(served_office)
    with served_office.office.unit_of_work() as unit:
        clerk = unit.session.get_one(Staff, CLERK)
        for actor in (
            Actor(ActorKind.STAFF, CLERK),
            Actor(ActorKind.STAFF, "long.gone"),
            outside_unit("X-DSJ", "203.0.113.7"),
            outside_unit("X-GONE", "203.0.113.7"),
        ):
            unit.trail.add(case.complaint_id, "entry.recorded", {}, actor)
        shown = f"{clerk.name}（{clerk.title}）"
    page = case_page(served_office, case)
    for words in (shown, "外单位 云河市", "外单位 已不在名录的单位", "已不在名册的人员"):
        assert words in page
    assert not re.search(r"wen\.rusheng|long\.gone|unit:|X-DSJ|X-GONE", page)


def test_a_limit_says_why_it_was_moved_and_how_it_ended(served_office: ServedOffice) -> None:
    """UX-8: `已调整: {'from': ...}` and `signed` were shown as they are stored."""
    case = filed(served_office)
    office = served_office.office
    clock = office.rows(Clock, complaint_id=case.complaint_id, kind=ClockKind.ACCEPTANCE)[0]
    later = parse_moment("2026-10-30T17:00")
    with office.unit_of_work() as unit:
        move_clock(MoveClock(ClockId(clock.id), later, ClockMoveReason.EXTENSION), unit)
        stop_clock(StopClock(ClockId(clock.id), ClockStopReason.SIGNED), unit)
    page = case_page(served_office, case)
    assert "由 2026-09-10 17:00 调整到 2026-10-30 17:00 · 办理期限经批准延长" in page
    assert "已签收" in page
    assert not re.search(r"\{|'from'|signed|extension|T17:00", page)


def test_what_came_in_as_data_is_read_field_by_field(served_office: ServedOffice) -> None:
    """UX-30: the identity page showed a mail as raw JSON and the viewer by his login."""
    clerk = served_office.visitor(CLERK)
    mail = {
        "from": "jian@example.com",
        "subject": "窗口无人",
        "attachments": [{"name": "照片.jpg"}],
        "to": None,
    }
    clerk.get("/register")
    sent = clerk.post(
        "/register",
        {
            "submission_id": clerk.submission_id,
            "channel": "email",
            "received_at": "2026-09-07T09:30",
            "raw_text": json.dumps(mail, ensure_ascii=False),
            "content": "办证窗口一直没人。",
            "name": "简一趟",
        },
    )
    complaint_id = re.findall(r'href="/cases/(\w+)"', sent.text)[0]
    clerk.get(f"/cases/{complaint_id}")
    page = words_of(clerk.post(f"/cases/{complaint_id}/identity", {"purpose": "电话回访核对"}))
    assert "发件人 jian@example.com 主题 窗口无人 附件 · 1 · 姓名或名称 照片.jpg 收到时的原文" in page
    assert "wen.rusheng" not in page


def test_who_opened_a_box_and_who_is_to_keep_away_is_chosen_by_name(served_office: ServedOffice) -> None:
    """DM-17: the second opener and the recused person were typed as login codes."""
    case, clerk = filed(served_office), served_office.visitor(CLERK)
    add_task(served_office.office, case.complaint_id, "decide-acceptance")
    register = words_of(clerk.get("/register"))
    assert register.count("查分明（") == 2, "a choice for each opener"
    act = clerk.get(f"/cases/{case.complaint_id}/acts/request-recusal").text
    form = json.loads(act.partition('id="task-form-data">')[2].partition("</script>")[0])
    options = {option["value"]: option["label"] for option in form["data"]["who_options"]}
    assert options["cha.fenming"].startswith("查分明（")
    assert options["RS"] == "云河市人力资源和社会保障局（驻厅）"
    assert "登录名" not in register + act
