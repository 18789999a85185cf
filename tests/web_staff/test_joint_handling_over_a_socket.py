"""Several units handle one complaint, as the real web server shows it to each: asked, waited for, reported, let go."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from models.beside.referral import Referral
from models.case.matter import Matter
from models.ground.codes import Finding
from models.vault.keyring import Keyring
from tests.accepted_row import ACCEPTED_ROW
from tests.served_office import ServedOffice, serve_office
from tests.unit.services.projected_task import add_task
from tests.unit.services.requests_office import act
from tests.unit.side_requests.referring import prepare
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.web.case_file import read_file
from tests.web_staff.cases import CANARIES
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_findings_wait_over_a_socket import FINDING, HANDLER, send

PERSONAL = {name: value for name, value in CANARIES.items() if name != "file"}
WORDED = ("窗口称网签信息已推送，未与税务窗口联系", "税务窗口称看不到网签信息，未与不动产窗口联系")
_numbers = count(500)
ASKED = "请查明网签信息的推送和接收记录"


def joint_case(served: ServedOffice, address: str) -> SideCase:
    """A worded case of two matters; the page of the clerk asks the tax office for its part in the second."""
    case = replace(side_case(served.office, address=address, **PERSONAL), numbers=_numbers)
    worded = [{"wording": words} for words in WORDED]
    act(served.office, case.complaint_id, "word-matters", HANDLER, matters=worded)
    clerk = served.visitor("wen.rusheng")
    page = f"/cases/{case.complaint_id}/acts/designate-unit"
    assert "请协办单位办理什么" in str(form_of(clerk.get(page).text))
    told = {
        "matter_nos": ["2"],
        "lead_unit": "BD",
        "co_units": ["SW"],
        "asked": ASKED,
        "due_wd": 2,
        "reason": "两个窗口互相推诿，须共同查明",
    }
    assert send(clerk, page, told)[0] == 200
    return case


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("云河市税务局（驻厅）（2026-09-09 17:00）", "协办部分尚未报送", "没有保存", "批准不等")),
        ("en", ("云河市税务局（驻厅）（2026-09-09 17:00）", "parts are out", "Nothing was saved")),
    ],
)
def test_a_complaint_is_handled_by_several_units_and_found_after_each_part(
    served_office: ServedOffice, language: str, words: tuple[str, ...]
) -> None:
    """The co-unit reads its own part alone and reports it; the finding is refused before, in words with unit and moment."""
    case = joint_case(served_office, f"joint-{language}")
    part = case.one(Referral)
    task = add_task(served_office.office, case.complaint_id, "record-findings")
    investigator = served_office.visitor(HANDLER)
    investigator.client.cookies.set("jb_lang", language)
    status, said = send(investigator, f"/tasks/{task}", {"matters": [FINDING, FINDING]})
    assert (status, list(said["errors"])) == (422, ["matters.1.finding"])
    assert [word for word in words if word not in said["errors"]["matters.1.finding"]] == []
    assert {row.finding for row in served_office.office.rows(Matter, complaint_id=case.complaint_id)} == {
        None
    }

    prepare(case, part.id, "71")
    sign, report = (case.open_task(form, "71") for form in ("sign-referral", "report-referral-result"))
    unit_rep = served_office.visitor("shui.qinglian")
    page = unit_rep.get(f"/tasks/{sign}")
    shown = form_of(page.text)["data"]
    assert (WORDED[0] in shown["facts"], WORDED[1] in shown["facts"]) == (False, True)
    assert shown["note"] == f"协办要求：{ASKED}\n报送期限：2026-09-09 17:00"
    assert [value for value in CANARIES.values() if value in page.text] == []
    assert unit_rep.get(f"/cases/{case.complaint_id}").status_code == 404
    assert send(unit_rep, f"/tasks/{sign}", {"referral_answer": "signed"})[0] == 200
    assert send(unit_rep, f"/tasks/{report}", {"result_text": "接口故障，9月7日未收到推送"})[0] == 200

    file = read_file(served_office.visitor("wen.rusheng"), case.complaint_id).text
    for words_of_file in ("协同办理", "云河市不动产登记中心（驻厅）", "已报送", "接口故障，9月7日未收到推送"):
        assert words_of_file in file
    assert send(investigator, f"/tasks/{task}", {"matters": [FINDING, FINDING]})[0] == 200


def test_a_late_part_is_let_go_by_the_approver_and_by_nobody_else(
    tmp_path: Path, sqlite_office_template: Path, keyring: Keyring
) -> None:
    """Late it is marked in the file; the handler has no such page, the approver's reason stands in the file."""
    with serve_office(tmp_path, sqlite_office_template) as served:
        case = joint_case(served, "joint-late")
        served.office.clock.set("2026-09-10T09:30")
        let_go(served, case)


def let_go(served_office: ServedOffice, case: SideCase) -> None:
    file = f"/cases/{case.complaint_id}"
    assert (
        "逾期"
        in served_office.visitor("wen.rusheng")
        .get(f"{file}/units")
        .text.split('id="joint"')[1]
        .split("</table>")[0]
    )
    page = f"{file}/acts/waive-part"
    assert served_office.visitor(HANDLER).get(page).status_code == 403
    approver = served_office.visitor("heng.gongyun")
    part = form_of(approver.get(page).text)["data"]["part_options"][0]
    assert part["label"].endswith("-R1 云河市税务局（驻厅）（第2项）")
    reason = "推送记录已由系统导出，足以认定"
    assert send(approver, page, {"part_id": part["value"], "reason": reason})[0] == 200
    assert reason in served_office.visitor("wen.rusheng").get(f"{file}/units").text
    task = add_task(served_office.office, case.complaint_id, "record-findings")
    assert send(served_office.visitor(HANDLER), f"/tasks/{task}", {"matters": [FINDING, FINDING]})[0] == 200
    found = {row.finding for row in served_office.office.rows(Matter, complaint_id=case.complaint_id)}
    assert found == {Finding.SUBSTANTIATED}


def test_a_complaint_about_coordination_is_accepted_with_a_lead_that_it_is_not_about(
    served_office: ServedOffice,
) -> None:
    """R104: the clerk reads at the field of the unit what is missing, nothing is decided; the file names the lead."""
    filed = served_office.office.file(address="joint-coordination", **PERSONAL)
    task = add_task(served_office.office, filed.complaint_id, "decide-acceptance")
    clerk = served_office.visitor("wen.rusheng")
    assert "部门之间协调不力" in str(form_of(clerk.get(f"/tasks/{task}").text)["schema"])
    told = {"category": "poor_coordination", "route": "intervene", "complexity": "simple"}
    answers = {**told, "matters": [ACCEPTED_ROW] * 2}
    for lead, words in (({}, "必须先确定主办单位"), ({"unit": "RS"}, "主办单位是被投诉的单位")):
        status, said = send(clerk, f"/tasks/{task}", {**answers, **lead})
        assert (status, list(said["errors"])) == (422, ["unit"])
        assert words in said["errors"]["unit"]
    rows = served_office.office.rows(Matter, complaint_id=filed.complaint_id)
    assert {row.decision for row in rows} == {None}
    assert send(clerk, f"/tasks/{task}", {**answers, "unit": "YH-ZW"})[0] == 200
    joint = read_file(clerk, filed.complaint_id).text.split('id="joint"')[1].split("</table>")[0]
    assert ("综合窗口管理科" in joint, "尚未请协办单位办理" in joint) == (True, True)
