"""Evidence by number on the real web server: judged, excluded, restricted, withdrawn, handed over; and its matrix."""

from __future__ import annotations

import secrets
from io import BytesIO

from playwright.sync_api import Browser, expect
from sqlalchemy import select

from models.case.evidence import Evidence
from models.case.evidence_custody import EvidenceCustody
from models.case.evidence_item import EvidenceItem
from models.case.investigation_act import InvestigationAct
from models.case.matter import Matter
from models.clock.legal_time import to_beijing
from models.ground.codes import MatterDecision, Method
from services.evidence.incoming_file import IncomingFile
from tests.served_office import ServedOffice, SocketVisitor
from tests.web.case_file import read_file
from tests.web.pages import photo

CLERK, HANDLER, SUPERVISOR = "wen.rusheng", "xun.wenshi", "jian.rujing"
REPRESENTATIVE = "ren.shebao"
FILE_NAME = "窗口“没人”照片（9月3日）.jpg"
JUDGED = {"legality": "yes", "relevance": "yes", "authenticity": "unclear", "assessment": "与录像时间一致"}


def file_case(served: ServedOffice, name: str = FILE_NAME) -> tuple[str, EvidenceItem]:
    """A case with one file, which is its first item of evidence."""
    file = IncomingFile(name, "image/jpeg", BytesIO(photo()))
    case = served.office.file(file, address=secrets.token_hex(8)).complaint_id
    return case, items_of(served, case)[0]


def items_of(served: ServedOffice, case: str) -> list[EvidenceItem]:
    return sorted(served.office.rows(EvidenceItem, complaint_id=case), key=lambda item: item.no)


def minute_of(served: ServedOffice) -> str:
    """The office's minute as a field of a page takes it; its clock runs on, so that one written down is soon past."""
    return f"{to_beijing(served.office.clock.now()):%Y-%m-%dT%H:%M}"


def take(visitor: SocketVisitor, case: str, act: str, **answers: object) -> dict:
    address = f"/cases/{case}/acts/{act}"
    visitor.get(address)
    headers = {"X-CSRF-Token": visitor.token, "Accept": "application/json"}
    return visitor.client.post(address, json={"answers": answers}, headers=headers).json()


def register_paper(visitor: SocketVisitor, case: str, title: str) -> dict:
    paper = {"kind": "documentary", "is_original": "original", "item_count": 2, "provider": "人社窗口"}
    return take(visitor, case, "register-evidence", step="new", title=title, matter_nos=["1"], **paper)


def matrix_of(visitor: SocketVisitor, case: str) -> str:
    return str(visitor.get(f"/cases/{case}/evidence").text)


def test_a_paper_without_a_file_is_numbered_judged_and_stands_in_the_matrix(
    served_office: ServedOffice,
) -> None:
    """DM-29, DM-37, R27, R43: kind, count, provider, matters; the three sides, what corroborates it, file and paper alike."""
    case, _ = file_case(served_office)
    clerk, handler = served_office.visitor(CLERK), served_office.visitor(HANDLER)
    register_paper(clerk, case, "材料清单（复印件）")
    paper = items_of(served_office, case)[1]
    assert (paper.no, paper.count, paper.file_id, paper.matter_nos) == (2, 2, None, [1])
    take(handler, case, "judge-evidence", item=paper.id, step="judge", corroborated_by=["1"], **JUDGED)
    page = matrix_of(handler, case)
    for word in ("材料清单（复印件）", "书证", "人社窗口", "不能确定", "与录像时间一致", "涉及", FILE_NAME):
        assert word in page, word
    assert 'href="#item-1"' in page


def test_what_was_not_lawfully_obtained_is_excluded_by_its_judgement(served_office: ServedOffice) -> None:
    """DM-37, R44: 严禁非法取证; it says why, stays in the file, and can be admitted again by a person with a reason."""
    case, item = file_case(served_office)
    handler = served_office.visitor(HANDLER)
    unlawful = {**JUDGED, "item": item.id, "step": "judge", "legality": "no"}
    refused = take(handler, case, "judge-evidence", **{**unlawful, "assessment": ""})
    assert refused["errors"] == {"assessment": ["REQUIRED"]} or "assessment" in refused["errors"]
    take(handler, case, "judge-evidence", **{**unlawful, "assessment": "未经许可偷录"})
    excluded = items_of(served_office, case)[0]
    assert (excluded.is_citable, excluded.exclusion_reason) == (False, "未经许可偷录")
    assert "已排除" in matrix_of(handler, case)
    take(handler, case, "judge-evidence", item=item.id, step="admit", reason="系大厅公共视频")
    assert items_of(served_office, case)[0].is_citable


def test_restricted_evidence_is_for_named_readers_and_the_handler(served_office: ServedOffice) -> None:
    """ST-8f: others read that there is an item, not what it is, and get no file."""
    case, item = file_case(served_office)
    handler, clerk = served_office.visitor(HANDLER), served_office.visitor(CLERK)
    supervisor = served_office.visitor(SUPERVISOR)
    told = {"step": "restrict", "readers": [SUPERVISOR], "reason": "照片中另有他人"}
    take(handler, case, "judge-evidence", item=item.id, **told)
    assert clerk.get(f"/evidence/{item.file_id}").status_code == 403
    for page in (read_file(clerk, case).text, matrix_of(clerk, case)):
        assert FILE_NAME not in page
        assert "照片中另有他人" not in page
        assert "仅指定人员可看" in page
    assert supervisor.get(f"/evidence/{item.file_id}").content == photo()
    assert "照片中另有他人" in matrix_of(supervisor, case)


def test_withdrawn_evidence_stays_with_who_and_why_and_is_handed_out_to_nobody_else(
    served_office: ServedOffice,
) -> None:
    """ST-8f: the photo shows another person (T3)."""
    case, item = file_case(served_office)
    handler, clerk = served_office.visitor(HANDLER), served_office.visitor(CLERK)
    take(handler, case, "judge-evidence", item=item.id, step="withdraw", reason="照片拍到的是另一位办事人")
    answer = clerk.get(f"/evidence/{item.file_id}")
    assert answer.status_code == 403
    assert "已撤下" in answer.text
    assert clerk.get(f"/evidence/{item.file_id}/picture").status_code == 403
    page = read_file(clerk, case).text
    assert "照片拍到的是另一位办事人" in page
    assert f"/evidence/{item.file_id}" not in page
    assert handler.get(f"/evidence/{item.file_id}").content == photo()
    assert len(served_office.office.rows(Evidence, complaint_id=case)) == 1


def test_each_hand_over_is_added_to_the_custody_chain(served_office: ServedOffice) -> None:
    """R39: who took it over from whom and when; a moment to come or before the receipt is refused at its field."""
    case, item = file_case(served_office)
    clerk = served_office.visitor(CLERK)
    link = {"item": item.id, "step": "hand_over", "from_whom": "温如声", "to_whom": "荀问实"}
    for moment in ("2031-01-01T10:00", "2020-01-01T10:00"):
        refused = take(clerk, case, "register-evidence", **link, taken_over_at=moment)
        assert list(refused["errors"]) == ["taken_over_at"]
    now = minute_of(served_office)
    take(clerk, case, "register-evidence", **link, taken_over_at=now)
    take(
        clerk,
        case,
        "register-evidence",
        **{**link, "from_whom": "荀问实", "to_whom": "档案室"},
        taken_over_at=now,
    )
    chain = served_office.office.rows(EvidenceCustody, item_id=item.id)
    assert [(row.no, row.from_whom, row.to_whom) for row in chain] == [
        (1, "温如声", "荀问实"),
        (2, "荀问实", "档案室"),
    ]
    assert "荀问实 → 档案室" in matrix_of(clerk, case)


def test_the_matrix_tells_nobody_who_complained_and_is_for_readers_of_the_case(
    served_office: ServedOffice,
) -> None:
    """R43: identity never stands in it; the unit complained about and the complainant have no way to it."""
    case, _ = file_case(served_office, "简一趟的回执 199-0000-0201.jpg")
    clerk = served_office.visitor(CLERK)
    register_paper(clerk, case, "简一趟签名的申请表")
    page = matrix_of(clerk, case)
    assert "简一趟" not in page
    assert "199-0000-0201" not in page
    assert "签名的申请表" in page
    assert served_office.visitor(REPRESENTATIVE).get(f"/cases/{case}/evidence").status_code == 404
    assert served_office.visitor().client.get(f"/cases/{case}/evidence").status_code != 200


def test_an_empty_matrix_says_how_evidence_gets_into_it(served_office: ServedOffice) -> None:
    """In both languages."""
    case = served_office.office.file(address=secrets.token_hex(8)).complaint_id
    clerk = served_office.visitor(CLERK)
    assert "上传到案卷的文件和在此登记的证据自动编号" in matrix_of(clerk, case)
    clerk.client.cookies.set("jb_lang", "en")
    assert "what is registered here get a number" in matrix_of(clerk, case)


def test_an_item_is_judged_with_the_keyboard_alone(served_office: ServedOffice, browser: Browser) -> None:
    """R43: from the matrix to the form and back to the file, without a mouse."""
    case, _ = file_case(served_office)
    with served_office.page(browser, 1280, HANDLER) as page:
        page.goto(f"/cases/{case}/evidence")
        page.get_by_role("link", name="审查、排除、限阅或撤下证据").focus()
        page.keyboard.press("Enter")
        page.get_by_role("combobox", name="哪一件证据").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.get_by_role("radio", name="审查", exact=True).focus()
        page.keyboard.press("Space")
        for group in ("合法性", "关联性", "真实性"):
            field = page.locator(".fjs-form-field-radio").filter(has_text=group)
            field.get_by_role("radio", name="是", exact=True).focus()
            page.keyboard.press("Space")
        page.get_by_label("审查意见").focus()
        page.keyboard.type("与回执所载一致")
        page.get_by_role("button", name="提交").focus()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("与回执所载一致")
    judged = items_of(served_office, case)[0]
    assert (judged.legality, judged.authenticity, judged.judged_by) == ("yes", "yes", HANDLER)


def test_the_approver_sees_what_each_matter_rests_on(served_office: ServedOffice) -> None:
    """R4, R42: the matrix marks the cited item in the column of its matter."""
    case, item = file_case(served_office)
    with served_office.office.unit_of_work() as unit:
        matter = unit.session.scalars(select(Matter).where(Matter.complaint_id == case, Matter.no == 1)).one()
        matter.decision, matter.cited_evidence = MatterDecision.ACCEPT, [item.id]
    page = matrix_of(served_office.visitor("heng.gongyun"), case)
    assert '<td data-label="事项 1"><strong>引用</strong></td>' in page
    assert '<td data-label="事项 2"><span aria-hidden="true">—</span></td>' in page


def test_the_acts_of_the_investigation_stand_below_with_who_did_them(served_office: ServedOffice) -> None:
    """R36, R37: one of this release and one of an earlier release, which kept one text."""
    case, _ = file_case(served_office)
    with served_office.office.unit_of_work() as unit:
        for act_id, details in (("earlier", None), ("new", {"whom": "窗口负责人", "whom_kind": "informed"})):
            unit.session.add(
                InvestigationAct(
                    id=f"{act_id}-{case}"[:36],
                    complaint_id=case,
                    round=1,
                    method=Method.INTERVIEW,
                    record_text=f"记录{act_id}",
                    by=HANDLER,
                    done_at=unit.clock.now(),
                    recorded_at=unit.clock.now(),
                    details=details,
                )
            )
    page = read_file(served_office.visitor("heng.gongyun"), case).text
    assert "记录earlier" in page
    assert "记录new" in page
    assert "荀问实" in page
