"""The page of proposed mass complaints and the policy behind it, through the real web server with the words of the pages."""

from __future__ import annotations

import re

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup
from models.case.group_policy import GroupPolicy
from services.groups.alike_files import SeenFiles
from services.groups.propose_groups import propose_groups_step
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import accept
from tests.unit.services.test_group_proposals import OUTAGE
from tests.web.case_file import read_file
from tests.web.pages import text_of

CLERK, ADMINISTRATOR = "wen.rusheng", "guan.xitong"
NAME, PHONE = "柴不撤", "199-0000-0306"


def file_outage(served: ServedOffice, at: str) -> list[tuple[str, str]]:
    """Id and number of four like complaints about a window of this test alone."""
    told = []
    for no, words in enumerate(OUTAGE[1:]):
        filed = served.office.file(
            content=f"{words}我是{NAME}，电话{PHONE}。",
            wanted="请说明原因",
            name=NAME,
            phone=PHONE,
            respondent_window=at,
            address=f"swarm-{at}-{no}",
        )
        told.append((filed.complaint_id, filed.number))
    propose_groups_step(served.office.unit_of_work, SeenFiles())
    return told


def panel_of(visitor: SocketVisitor, number: str) -> tuple[str, str]:
    """The part of the page about the proposal with this file, and its address."""
    page = visitor.get("/group-proposals").text
    panels = re.findall(r"<section class=\"panel\".*?</section>", page, re.S)
    (panel,) = [part for part in panels if number in part]
    address = re.search(r'action="(/group-proposals/\w+)"', panel)
    assert address is not None
    return panel, address[1]


def test_a_clerk_reads_what_is_alike_and_opens_the_mass_complaint(served_office: ServedOffice) -> None:
    """N11: list, who could speak for them and a draft statement; no name, no number of anybody on the page."""
    filed = file_outage(served_office, "A01")
    clerk = served_office.visitor(CLERK)
    assert "短时间内多件相似投诉" in clerk.get("/tasks").text
    panel, _ = panel_of(clerk, filed[0][1])
    assert "4小时内收到4件相似投诉" in panel
    assert "主件须已受理" in panel
    for words in (*(number for _, number in filed), "文字相似", "我代表同来的三位一起反映"):
        assert words in panel, words
    for words in (NAME, "0306"):
        assert words not in panel, words
    for complaint_id, _ in filed[:2]:
        accept(served_office.office, complaint_id, matters=1)
    panel, address = panel_of(clerk, filed[0][1])
    assert "我们已收到多位办事人" in panel
    fields = {
        "chosen": [number for _, number in filed],
        "leading": filed[0][1],
        "group_name": "A01停办",
        "statement": "正在核实",
    }
    refused = clerk.post(address, {**fields, "reason": ""})
    assert refused.status_code == 422
    assert "A01停办" in refused.text
    opened = clerk.post(address, {**fields, "reason": "同一上午同一窗口"})
    led = opened.headers["location"]
    assert led == f"/cases/{filed[0][0]}/related"
    assert "集体件 A01停办" in text_of(clerk.get(led)), "where all its files stand"
    assert served_office.office.rows(ComplaintGroup, name="A01停办")
    page = read_file(clerk, filed[0][0]).text
    assert "集体件 A01停办" in page
    assert filed[1][1] in page
    assert filed[0][1] not in clerk.get("/group-proposals").text
    clerk.get("/group-proposals")
    again = clerk.post(address, {**fields, "reason": "再次"})
    assert again.status_code == 409
    assert "已有人作出判断" in again.text


def test_a_clerk_dismisses_it_with_a_reason_and_others_have_no_such_page(served_office: ServedOffice) -> None:
    """Dismissed, it leaves the page; a handler, an approver and an administrator have none."""
    filed = file_outage(served_office, "B02")
    clerk = served_office.visitor(CLERK)
    _, address = panel_of(clerk, filed[0][1])
    missing = clerk.post(f"{address}/dismiss", {"dismiss_reason": " "})
    assert missing.status_code == 422
    assert "不作为集体件的理由" in missing.text
    done = clerk.post(f"{address}/dismiss", {"dismiss_reason": "各不相干"})
    assert done.headers["location"] == "/group-proposals?dismissed=1"
    assert filed[0][1] not in clerk.get("/group-proposals").text
    propose_groups_step(served_office.office.unit_of_work, SeenFiles())
    assert filed[0][1] not in clerk.get("/group-proposals").text
    for login in ("xun.wenshi", "heng.gongyun", ADMINISTRATOR):
        person = served_office.visitor(login)
        assert person.get("/group-proposals").status_code == 403
        person.get("/absences")
        assert person.post(f"{address}/dismiss", {"dismiss_reason": "试"}).status_code == 403
    own = [row for row in served_office.office.rows(Complaint) if row.id in dict(filed)]
    assert [row.merged_into for row in own] == [None] * len(filed)


def test_an_administrator_sets_number_and_hours_within_bounds(served_office: ServedOffice) -> None:
    """What is outside the bounds comes back at its field."""
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/group-policy").text
    assert "从3至100" in page or "3至100" in page
    told = {
        "least_complaints": "5",
        "within_hours": "6",
        "least_likeness": "10",
        "closing_share": "60",
        "basis": "本中心规定",
    }
    refused = administrator.post("/group-policy", {**told, "within_hours": "100"})
    assert refused.status_code == 422
    assert 'href="#within_hours"' in refused.text
    assert served_office.office.rows(GroupPolicy) == []
    saved = administrator.post("/group-policy", told)
    try:
        assert saved.headers["location"] == "/group-policy?changed=1"
        assert "已修改" in administrator.get("/group-policy?changed=1").text
        (row,) = served_office.office.rows(GroupPolicy)
        assert (row.least_complaints, row.within_hours, row.entered_by) == (5, 6, ADMINISTRATOR)
    finally:
        administrator.post("/group-policy", {**told, "least_complaints": "4", "within_hours": "4"})
    clerk = served_office.visitor(CLERK)
    clerk.get("/tasks")
    assert clerk.post("/group-policy", told).status_code == 403
