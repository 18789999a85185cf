"""A supervisor sees a complaint through all its stages and orders what is to be put right, on the pages of a whole office."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from deploy.replay.page_reading import read_token
from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from tests.acceptance.walk import (
    ACCEPTANCE,
    CLERK,
    READER,
    REFUSAL,
    SUPPORTED,
    Case,
    answer,
    file_case,
    open_task,
    stage_of,
)
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import CONTENT, WANTED
from tests.office_process import OfficeProcess, office_template, running_office
from tests.told_by_call import with_call
from tests.web.pages import text_of
from tests.web_staff.test_case_pages_over_a_socket import row_of, steps_of

APPROVER, UNIT = "heng.gongyun", "ren.shebao"
OUTSIDE = "云河市城市管理综合执法支队"
# Where the case stands, for whom it waits, what that person does, and which limit presses.
INTAKE = ("受理", "受理人员", "决定是否受理", "受理决定")
INVESTIGATION = ("调查", "荀问实", "制定调查计划", "调查")
DISPOSAL = ("处理", "荀问实", "拟定处理意见", "办结")
REFERRAL = ("交办转办", OUTSIDE, "签收或者提出异议", "交办签收")
FEEDBACK = ("答复", "荀问实", "答复投诉人", "答复")
RETURN_VISIT = ("回访", "回访人员", "回访并记录", "回访")
WHO_DID_WHAT = (
    ("登记投诉", "投诉人"),
    ("发起督办", "简如镜"),
    ("说明延误", "温如声"),
    ("办结督办", "简如镜"),
    (f"交办转办：{OUTSIDE}", "温如声"),
    ("作出受理决定", "温如声"),
    ("指定承办人", "温如声"),
    ("责令整改：云河市人力资源和社会保障局（驻厅）", "简如镜"),
    ("报送整改情况", "任社宝"),
    ("核实整改", "简如镜"),
    ("报送整改情况", "任社宝"),
    ("核实整改", "简如镜"),
    ("制定调查计划", "荀问实"),
    ("记录调查认定", "荀问实"),
    ("拟定处理意见", "荀问实"),
    ("批准处理意见", "衡公允"),
    (f"报送办理结果：{OUTSIDE}", "温如声"),
    ("责令整改：云河市人力资源和社会保障局（驻厅）", "简如镜"),
    ("送出答复", "荀问实"),
    ("记录回访", "方回音"),
    ("案卷归档", "系统"),
)
# An intake clerk, who reads every case; a return visitor; the unit itself; another unit; the administrator; a window.
OTHERS = (CLERK, "fang.huiyin", UNIT, "zhang.zhaoquan", "guan.xitong", "ying.xiaoyu")
BARS = {"ROLE_MISSING", "NOT_FOUND", "NOT_PERMITTED"}
ORDERS: dict[str, dict[str, Any]] = {
    "order-rectification": {
        "unit": "RS",
        "kind": "rectify",
        "what": "撤下旧清单，公布现行指南",
        "due_wd": 3,
        "basis": "本中心办法",
    },
    "open-supervision": {"reason": "请说明尚未联系投诉人的原因"},
}
ORDERED, REPORTED = ORDERS["order-rectification"]["what"], ("旧清单已撤下", "现行指南已公布")
LACKING = "现行指南没有公布"


@dataclass(frozen=True)
class Supervised:
    """One complaint in a running office, as people with a part in it work on it."""

    office: OfficeProcess
    case: Case

    def page(self, place: str = "", person: str = READER) -> str:
        """A page of the file, with its tags."""
        seen = self.office.page(person, f"/cases/{self.case.complaint_id}/{place}".rstrip("/"))
        assert seen.is_success, (person, place, seen.status_code)
        return seen.text

    def act(self, act: str, person: str = READER, **answers: object) -> None:
        """Take an act; what it asks for stands in ORDERS or in `answers`."""
        self.office.people.take_act(person, self.case.complaint_id, act, ORDERS.get(act, {}) | answers)

    def do(self, form: str, person: str, **answers: object) -> None:
        """Do the open task of this form."""
        self.office.people.submit(person, open_task(self.office, self.case, form), with_call(answers))

    def sees(self, stands: tuple[str, str, str, str]) -> None:
        """The supervisor reads where the case stands, who has to do what until when, and how each date came about."""
        step, whom, task, limit = stands
        self.office.settle()
        page = self.page()
        assert [name for state, name in steps_of(page) if state == "current"] == [step]
        waiting = row_of(page, task)
        assert whom in waiting
        (due,) = re.findall(r"\d{4}-\d\d-\d\d \d\d:\d\d", waiting)
        row = next(row for row in self.limits() if row.startswith(f"{limit} ") and "限期内" in row)
        assert due in row
        assert re.search(rf"日期如何得出 \d+ 个工作日 · .+ {due[:10]} 第\d+个工作日 · 计入", row), row

    def limits(self) -> list[str]:
        """The table of limits, row by row."""
        rows = self.page("limits").split("<tbody>")[1].split("</tbody>")[0].split("<tr")[1:]
        return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", f"<tr{row}")).strip() for row in rows]


def assert_only_supervision_orders(told: Supervised) -> None:
    """Who neither supervises nor decides a case is refused by the server, whatever he sends, and nothing is ordered."""
    for person in OTHERS:
        session = told.office.people.session(person)
        token = read_token(session.get("/sessions"))
        for act, answers in ORDERS.items():
            sent = session.post(
                f"/cases/{told.case.complaint_id}/acts/{act}",
                json={"answers": answers},
                headers={"X-CSRF-Token": token, "Accept": "application/json"},
            )
            assert (sent.status_code in {403, 404}, sent.json().get("code") in BARS) == (True, True), person
        for place in ("/due", "/board", "/alerts"):
            assert told.office.page(person, place).status_code == 403, (person, place)
    for person in OTHERS[2:]:
        assert told.office.page(person, f"/cases/{told.case.complaint_id}/history").status_code in {403, 404}
    with told.office.clock.database.read() as rows:
        assert rows.scalars(select(Rectification.id)).all() == []


def supervise_intake(told: Supervised) -> None:
    """Nobody has called yet: the supervisor asks why, reads the answer and closes it."""
    told.sees(INTAKE)
    told.act("open-supervision")
    told.do("explain-delay", CLERK, reason="电话无人接听", measures="今日再联系")
    open_task(told.office, told.case, "close-supervision")
    assert "电话无人接听" in told.page("limits")
    told.do("close-supervision", READER, opinion="说明属实")
    matters = [ACCEPTED_ROW, {"decision": "refer", "refer_to": "X-CGZF"}]
    told.do("decide-acceptance", CLERK, **ACCEPTANCE, matters=matters, told_ways=["phone"])
    answer(told.office, told.case, "assign-handler")
    told.sees(INVESTIGATION)


def order_in_investigation(told: Supervised) -> None:
    """The unit reads the order and reports; what is lacking comes back to it; the supervisor sees it made good."""
    told.act("order-rectification")
    task = open_task(told.office, told.case, "report-rectification")
    told.office.settle()
    assert "报送整改情况" in text_of(told.office.page(UNIT, "/tasks"))
    read = text_of(told.office.page(UNIT, f"/tasks/{task.user_task_key}"))
    assert ORDERED in read
    assert "2026-09-03 17:00" in read
    told.do("report-rectification", UNIT, report_text=REPORTED[0])
    open_task(told.office, told.case, "verify-rectification")
    assert REPORTED[0] in text_of(told.office.page(READER, f"/cases/{told.case.complaint_id}/opinion"))
    told.do("verify-rectification", READER, is_verified="no", note=LACKING)
    again = open_task(told.office, told.case, "report-rectification")
    assert LACKING in text_of(told.office.page(UNIT, f"/tasks/{again.user_task_key}"))
    told.do("report-rectification", UNIT, report_text=REPORTED[1])
    told.do("verify-rectification", READER, is_verified="yes")
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told.page("opinion")))
    assert re.search(rf"已核实 .*{ORDERED}.*{REPORTED[1]}.*已核实 2026-08-31 09:\d\d 简如镜", shown)


def walk_on(told: Supervised) -> None:
    """Investigation, opinion, the other authority, the answer, the return visit: each seen where it stands."""
    for form in ("plan-investigation", "record-investigation-act", "record-findings"):
        answer(told.office, told.case, form)
    told.sees(DISPOSAL)
    answer(told.office, told.case, "draft-opinion", claims=[SUPPORTED] * 2)
    answer(told.office, told.case, "approve-opinion")
    told.office.wait_until(lambda: stage_of(told.office, told.case) == "referral", "waits for the authority")
    told.sees(REFERRAL)
    assert ("done", "处理") in steps_of(told.page()), "what is decided is done, while the rest is waited for"
    with told.office.clock.database.read() as session:
        (referral,) = session.scalars(select(Referral.id))
    for heard in ("signed", "result"):
        told.act("register-referral-answer", CLERK, referral_id=referral, answer=heard, text="已批评教育")
    told.sees(FEEDBACK)
    told.act("order-rectification", what="向投诉人当面致歉")
    answer(told.office, told.case, "give-answer")
    told.sees(RETURN_VISIT)
    answer(told.office, told.case, "record-return-visit")
    told.office.wait_until(lambda: stage_of(told.office, told.case) == "archived", "archived")


def see_it_late(told: Supervised) -> None:
    """Nobody reports on the second order: its limit passes after the archive, is told at once, and the report is still taken."""
    office, case = told.office, told.case
    assert "已归档，尚有1项在办" in "".join(
        text_of(office.page(READER, f"/cases/{case.complaint_id}")).split()
    )
    with office.clock.database.read() as session:
        query = select(Clock).where(Clock.kind == ClockKind.RECTIFICATION, Clock.stopped_at.is_(None))
        due = session.scalars(query).one().due_at
    office.jump_to(due + timedelta(minutes=5))
    office.wait_until(lambda: case.number in text_of(office.page(READER, "/alerts")), "told")
    late = text_of(office.page(READER, "/due"))
    assert re.search(rf"2026-09-03 17:00 逾期 逾期\d+分钟 整改 第2件整改 .+ {case.number}", late)
    told.do("report-rectification", UNIT, report_text="已当面致歉")
    told.do("verify-rectification", READER, is_verified="yes")
    office.settle()
    assert case.number not in text_of(office.page(READER, "/due"))
    orders = [row for row in told.limits() if row.startswith("整改 ")]
    assert ["逾期" in row for row in orders] == [False, True]
    assert all("已停止" in row and "已核实" in row for row in orders)


def see_a_refusal(told: Supervised) -> None:
    """Which ground, on what basis, who proposed and who approved; the stages that it never comes to are told so."""
    told.do("decide-acceptance", CLERK, **ACCEPTANCE, matters=[REFUSAL])
    told.do("approve-acceptance", APPROVER, approval="approve")
    told.sees(("答复", "温如声", "答复投诉人", "答复"))
    assert [name for state, name in steps_of(told.page()) if state == "skipped"] == ["调查", "处理"]
    matters, history = (
        told.page("matters"),
        text_of(told.office.page(READER, f"/cases/{told.case.complaint_id}/history")),
    )
    assert "司法审理中" in matters
    assert str(REFUSAL["basis"]) in matters
    assert re.search(r"批准所提决定 · 衡公允.+提出决定，待批准 · 温如声", history)


@pytest.mark.check(sister="tests/unit/side_requests/test_supervision.py")
@pytest.mark.timeout(240)
def test_a_supervisor_sees_the_whole_process_and_orders_correction_in_it(tmp_path: Path) -> None:
    """DM-39, R77: each stage, who did what when, until when and why; orders at two, made good or late; none by others."""
    template = office_template(tmp_path.parent / "office-template")
    with running_office(tmp_path / "office", template=template) as office:
        told = Supervised(office, file_case(office, content=CONTENT, wanted=WANTED))
        open_task(office, told.case, "decide-acceptance")
        assert_only_supervision_orders(told)
        supervise_intake(told)
        order_in_investigation(told)
        walk_on(told)
        history = text_of(office.page(READER, f"/cases/{told.case.complaint_id}/history"))
        at = len(history)
        for what, who in WHO_DID_WHAT:
            # The newest stands first.
            found = [found.start() for found in re.finditer(rf"\d\d:\d\d {what} · {who}", history[:at])]
            assert found, (what, who, history)
            at = found[-1]
        see_it_late(told)
        see_a_refusal(Supervised(office, file_case(office)))
