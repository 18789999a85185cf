"""An attempt to judge while a unit may still speak, as the real web server answers it: in words, with the day."""

from __future__ import annotations

import pytest

from models.beside.respondent_request import RespondentRequest
from models.case.lifecycle import RequestState
from models.case.matter import Matter
from tests.served_office import ServedOffice, SocketVisitor
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.case_file import read_file
from tests.web_staff.test_act_pages import form_of

HANDLER = "xun.wenshi"
FINDING = {
    "finding": "substantiated",
    "facts": "清单多列一项",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "录像在卷",
    "responsibility": "unit",
}


def send(
    visitor: SocketVisitor, address: str, answers: dict[str, object], **headers: str
) -> tuple[int, dict]:
    said = visitor.client.post(
        address,
        json={"answers": answers},
        headers={"X-CSRF-Token": visitor.token, "Accept": "application/json", **headers},
    )
    return said.status_code, said.json()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("云河市人力资源和社会保障局（驻厅）", "年", "月", "日为止", "没有保存", "暂不认定")),
        ("en", ("云河市人力资源和社会保障局（驻厅）", "until 2026-", "Nothing was saved")),
    ],
)
def test_the_refusal_says_for_whom_and_until_when(
    served_office: ServedOffice, language: str, words: tuple[str, ...]
) -> None:
    """DM-3: the investigator reads the day and the unit at the row that waits, and the file has no finding."""
    case = side_case(served_office.office, address=f"wait-{language}")
    act(
        served_office.office,
        case.complaint_id,
        "ask-respondent",
        HANDLER,
        unit="RS",
        questions="请说明",
        matter_nos=["2"],
    )
    task = add_task(served_office.office, case.complaint_id, "record-findings")
    investigator = served_office.visitor(HANDLER)
    investigator.client.cookies.set("jb_lang", language)
    page = investigator.get(f"/tasks/{task}")
    assert page.status_code == 200
    status, said = send(investigator, f"/tasks/{task}", {"matters": [FINDING, FINDING]})
    assert status == 422
    assert list(said["errors"]) == ["matters.1.finding"]
    assert [word for word in words if word not in said["errors"]["matters.1.finding"]] == []
    assert {row.finding for row in served_office.office.rows(Matter, complaint_id=case.complaint_id)} == {
        None
    }
    later = {"finding": "later"}
    assert send(investigator, f"/tasks/{task}", {"matters": [FINDING, later]})[0] == 200


def test_a_unit_reads_only_the_matters_it_is_asked_about_and_gives_up_in_writing(
    served_office: ServedOffice,
) -> None:
    """N14, DM-3: the sheet of one unit has nothing of the other's matters; the paper stands in the file."""
    case = waiting_case(served_office)
    unit_rep = served_office.visitor("ren.shebao")
    address = f"/cases/{case.complaint_id}/acts/reply-as-respondent"
    data = form_of(unit_rep.get(address).text)["data"]
    assert ("窗口多收一份证明" in data["facts"], "导服台没有说明原因" in data["facts"]) == (False, True)
    request_id = data["open_respondent_requests"][0]["value"]
    status, said = send(unit_rep, address, {"respondent_request_id": request_id, "is_waived": True})
    assert (status, said["errors"]) == (422, {"waiver_paper": "此项必填"})
    paper = "放弃陈述书，科长签字，9月8日"
    status, _ = send(
        unit_rep, address, {"respondent_request_id": request_id, "is_waived": True, "waiver_paper": paper}
    )
    assert (status, case.one(RespondentRequest).state) == (200, RequestState.ANSWERED)
    file = read_file(served_office.visitor(HANDLER), case.complaint_id).text
    assert "书面放弃陈述" in file
    assert paper in file
    assert "第2项" in file


def waiting_case(served: ServedOffice) -> SideCase:
    case = side_case(served.office, address="waive")
    worded = [{"wording": words} for words in ("窗口多收一份证明", "导服台没有说明原因")]
    act(served.office, case.complaint_id, "word-matters", HANDLER, matters=worded)
    act(
        served.office,
        case.complaint_id,
        "ask-respondent",
        HANDLER,
        unit="RS",
        questions="请说明",
        matter_nos=["2"],
    )
    return case
