"""Who answers for a complaint from the first contact on: in the head of the file and in his list of work."""

from __future__ import annotations

from models.case.complaint import Complaint
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import ACCEPT, submit
from tests.unit.services.test_matter_ways import decide
from tests.web.case_file import read_file
from tests.web.pages import number_of, text_of
from tests.web.told_scenes import part_of

CLERK = "jian.dengji"


def test_the_head_of_the_file_and_the_list_of_work_say_who_answers_until_when(
    served_office: ServedOffice,
) -> None:
    """R8: the person who took it, with the due day, until whoever handles it has signed."""
    clerk, office = served_office.visitor(CLERK), served_office.office
    clerk.get("/register")
    fields = {
        "submission_id": clerk.submission_id,
        "channel": "window",
        "received_at": "2026-09-07T09:30",
        "raw_text": "来访登记",
        "content": "9月3日我到C03窗口申领失业保险金，窗口要我补一张指南上没有的证明。",
        "name": "简一趟",
        "phone": "199-0000-0201",
    }
    number = number_of(clerk.post("/register", fields))
    case = office.rows(Complaint, number=number)[0].id
    head = part_of(read_file(clerk, case).text, "first-answerable")
    assert head.startswith("首问责任简登记")
    assert "负责到移交签收为止 最迟2026-09-10 17:00" in head, head
    listed = text_of(clerk.get("/tasks/first-answerable"))
    assert 'href="/tasks/first-answerable"' in clerk.get("/tasks").text
    assert f"{number} 2026-09-07 09:30 受理 2026-09-10 17:00" in listed, listed
    assert number not in text_of(served_office.visitor("xun.wenshi").get("/tasks/first-answerable"))
    decide(office, case, ACCEPT, complexity="simple")
    submit(office, case, "assign-handler", CLERK, handler_id="xun.wenshi")
    assert number in text_of(clerk.get("/tasks/first-answerable")), (
        "a handler who was named has signed nothing"
    )
    submit(office, case, "plan-investigation", "xun.wenshi", methods=["documents"], plan="查阅收件记录")
    assert number not in text_of(clerk.get("/tasks/first-answerable"))
    assert "已由荀问实" in part_of(read_file(clerk, case).text, "first-answerable")
