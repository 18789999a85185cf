"""A complaint about the handling office, the supervision office or a leader, from the clerk who takes it down to who gets it.

Through the real web server, with the words of the page.
"""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.respondent import Respondent
from models.ground.codes import Channel
from models.ledger.trail_event import TrailEvent
from models.office.complaint_route import ComplaintRoute
from tests.served_office import ServedOffice
from tests.web_staff.test_act_pages import form_of

CLERK = "wen.rusheng"
SUPERVISION = ("jian.rujing", "du.daodi")
HANDLING = ("ming.shouli", "ji.luqing", "cha.fenming", "fang.huiyin")
DEPUTIES = ("heng.gongyun", "cai.youdu")
DIRECTOR = "zong.lanyun"
OTHER_UNIT = "ren.shebao"
EVERYBODY = {CLERK, *SUPERVISION, *HANDLING, *DEPUTIES, DIRECTOR, OTHER_UNIT}
OFFICE = "来访人说，上周三在投诉处置科登记台，工作人员应收到把他的材料退回，没有给任何回执。"

# What is said, and who may open the file afterwards.
ABOUT = {
    "the handling office": (OFFICE, {*SUPERVISION, DIRECTOR}),
    "the supervision office": (
        "督查考评科的都到底上月答应回电，一直没有回音，要求说明原因。",
        {CLERK, *HANDLING, DIRECTOR},
    ),
    "a deputy": ("C03窗口的事我本来投诉了，蔡有度副主任打来电话，要我别再追究。", {"jian.rujing"}),
    "the director": ("窗口排队时，宗揽云带着熟人从侧门进去先办，后面的人都看见了。", {"jian.rujing"}),
    "nobody of the kind": ("C03窗口要我补一张指南上没有的证明。", EVERYBODY - {OTHER_UNIT}),
    "a leader only spoken to": (
        "尊敬的宗揽云主任：您好！\nC03窗口要我补一张指南上没有的证明。",
        EVERYBODY - {OTHER_UNIT},
    ),
}


def register(served: ServedOffice, words: str, login: str = CLERK) -> tuple[Complaint, str]:
    """A clerk takes it down at the counter; the case and the page that he is shown."""
    clerk = served.visitor(login)
    clerk.get("/register")
    sent = clerk.submission_id
    fields = {
        "submission_id": sent,
        "channel": Channel.WINDOW.value,
        "received_at": "2026-09-07T09:30",
        "content": words,
        "wanted": "请查清并答复",
        "raw_text": words,
        "name": "尤凭据",
    }
    page = clerk.post("/register", fields)
    assert page.status_code == 200, page.text
    (case,) = [row for row in served.office.rows(Complaint) if row.submission_id == sent]
    return case, page.text


def list_who_opens(served: ServedOffice, case: Complaint) -> set[str]:
    """Who of them reads the file, and finds its number by search: both or neither."""
    readers = set()
    for login in sorted(EVERYBODY):
        person = served.visitor(login)
        status = person.get(f"/cases/{case.id}").status_code
        listed = case.id in person.get(f"/cases?number={case.number}").text
        assert status in (200, 404)
        assert listed is (status == 200), f"{login}: {status}, listed {listed}"
        readers |= {login} if listed else set()
    return readers


@pytest.mark.parametrize(("words", "readers"), ABOUT.values(), ids=ABOUT)
def test_a_complaint_about_an_office_or_a_leader_is_only_for_whom_its_route_names(
    served_office: ServedOffice, words: str, readers: set[str]
) -> None:
    """DM-15, ST-2: from the moment it is saved; who took it down has handed it over and is told so."""
    case, page = register(served_office, words)
    assert list_who_opens(served_office, case) == readers
    assert case.number in page
    is_handed_over = CLERK not in readers
    assert ("不能再打开本件" in page) is is_handed_over
    assert (f"/cases/{case.id}" in page) is not is_handed_over


def test_who_is_complained_about_does_not_open_what_his_own_office_handles(
    served_office: ServedOffice,
) -> None:
    """R45: the route of the supervision office leads to the handling office, and its own clerk stays out."""
    case, _ = register(served_office, "督查考评科的都到底上月答应回电，一直没有回音。")
    (row,) = served_office.office.rows(Respondent, complaint_id=case.id)
    assert row.staff_id == "du.daodi"
    assert served_office.visitor("du.daodi").get(f"/cases/{case.id}").status_code == 404


def test_a_leader_named_beside_a_window_is_a_respondent_of_his_own(served_office: ServedOffice) -> None:
    """W6, ST-2: the matching drops people of another unit than the one it found; the route does not."""
    case, _ = register(served_office, ABOUT["a deputy"][0])
    about = {(row.unit, row.staff_id) for row in served_office.office.rows(Respondent, complaint_id=case.id)}
    assert ("YH-LD", "cai.youdu") in about
    assert "RS" in {unit for unit, _ in about}


def test_an_administrator_changes_a_route_with_a_reason_and_open_complaints_follow(
    served_office: ServedOffice,
) -> None:
    """DM-15: who gets a complaint about whom is data; the change is on the trail, and without a reason there is none."""
    case, _ = register(served_office, OFFICE)
    administrator = served_office.visitor("guan.xitong")
    page = administrator.get("/routes?about=unit:YH-TS")
    assert "督查考评科" in page.text
    assert "由简如镜" in page.text
    fields = {
        "about": "unit:YH-TS",
        "handled_by": "YH-ZW",
        "approver": DIRECTOR,
        "return_visit_by": "zong.heke",
    }
    refused = administrator.post("/routes", fields)
    assert (refused.status_code, "必须" in refused.text or "请" in refused.text) == (422, True)
    try:
        saved = administrator.post(
            "/routes", {**fields, "reason": "督查考评科人手不足，由综合窗口管理科承办"}
        )
        assert saved.headers["location"] == "/routes?changed=1"
        shown = administrator.get(saved.headers["location"])
        assert "人手不足" in shown.text
        assert "管系统" in shown.text
        assert list_who_opens(served_office, case) == {DIRECTOR}
        assert served_office.visitor("zong.heke").get(f"/cases/{case.id}").status_code == 200
        changes = [
            row for row in served_office.office.rows(TrailEvent) if row.kind == "organisation.route_changed"
        ]
        assert (changes[-1].actor, changes[-1].payload["handled_by"]) == ("guan.xitong", "YH-ZW")
    finally:
        back = {"handled_by": "YH-DC", "approver": DIRECTOR, "return_visit_by": "jian.rujing"}
        administrator.post("/routes", {"about": "unit:YH-TS", **back, "reason": "恢复原去向"})
    assert list_who_opens(served_office, case) == {*SUPERVISION, DIRECTOR}


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"handled_by": "YH-TS", "approver": DIRECTOR}, {"handled_by"}),
        ({"handled_by": "YH-DC"}, {"approver"}),
        ({"passed_on_by": "jian.rujing", "superior": "YH-DC"}, {"superior"}),
        ({"passed_on_by": "jian.rujing", "superior": "X-ZFB", "handled_by": "YH-DC"}, {"handled_by"}),
    ],
)
def test_a_route_that_leads_nowhere_or_back_is_not_saved(
    served_office: ServedOffice, fields: dict[str, str], faulty: set[str]
) -> None:
    before = len(served_office.office.rows(ComplaintRoute))
    administrator = served_office.visitor("guan.xitong")
    administrator.get("/routes")
    page = administrator.post("/routes", {"about": "unit:YH-TS", "reason": "试一试", **fields})
    assert page.status_code == 422
    assert {
        name for name in ("handled_by", "approver", "superior") if f'id="{name}-error"' in page.text
    } == faulty
    assert len(served_office.office.rows(ComplaintRoute)) == before


@pytest.mark.parametrize("login", [CLERK, "jian.rujing", DIRECTOR, OTHER_UNIT])
def test_nobody_but_an_administrator_sees_or_changes_the_routes(
    served_office: ServedOffice, login: str
) -> None:
    person = served_office.visitor(login)
    assert person.get("/routes").status_code == 403
    assert person.post("/routes", {"about": "unit:YH-TS", "reason": "不该能改"}).status_code == 403


def correct(served: ServedOffice, case: Complaint, login: str, **answers: str) -> str:
    """Say whom the complaint is about, instead of what the machine read; where the page leads then."""
    person = served.visitor(login)
    place = f"/cases/{case.id}/acts/correct-respondent"
    data = form_of(person.get(place).text)["data"]
    sent = {"step": "correct", "entry": data["entry_options"][0]["value"], **answers}
    headers = {"X-CSRF-Token": person.token, "Accept": "application/json"}
    taken = person.client.post(place, json={"answers": sent}, headers=headers)
    assert taken.status_code == 200, taken.text
    return str(taken.json()["location"])


def test_the_route_acts_when_a_clerk_says_that_it_is_about_his_own_office_and_ends_when_it_is_not(
    served_office: ServedOffice,
) -> None:
    """DM-15, ST-2: S029, where the machine read another window; who corrects it loses the file by that."""
    words = "上月打投诉电话反映D03慢，接线员说记下了，至今没有人联系；不要再由他们科里的人自己查自己。"
    case, _ = register(served_office, words)
    assert list_who_opens(served_office, case) == EVERYBODY - {OTHER_UNIT}
    where = correct(
        served_office, case, CLERK, unit="YH-TS", staff="ying.shoudao", reason="接线员是本科应收到"
    )
    assert case.id not in where
    assert list_who_opens(served_office, case) == {*SUPERVISION, DIRECTOR}
    correct(served_office, case, "du.daodi", unit="YB", window="D03", reason="核对话务记录，反映的是D03窗口")
    assert list_who_opens(served_office, case) == EVERYBODY - {OTHER_UNIT}
