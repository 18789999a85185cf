"""Who reviews: the page for it, the sheet for the organ above the centre and its answer, by the real web server (R116)."""

from __future__ import annotations

import re

from models.beside.review import Review
from models.office.centre import Centre
from services.identity.cut_identity import CUT
from tests.served_office import ServedOffice
from tests.web.pages import Visitor, text_of
from tests.web.told_scenes import answer, fresh_case, part_of, progress_of, send

DAUGHTER, CODE = "林小雨", re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{4}-[0-9A-Z]{4}")


def decide_sheet(clerk: Visitor, address: str) -> str:
    """The sheet as it leaves; until each mark is decided there is neither a code nor anything to print."""
    asked = clerk.get(address)
    assert DAUGHTER in text_of(asked)
    assert not CODE.search(asked.text)
    seen = re.search(r'name="seen" value="(\w+)"', asked.text)
    assert seen is not None
    told = {"seen": seen[1], "word-0": DAUGHTER, "mark-0": "leave", "reason-0": ""}
    lacking = clerk.post(address, told)
    assert lacking.status_code == 422
    assert "请核对后勾选" in text_of(lacking)
    changed = clerk.post(address, {**told, "seen": "other", "mark-0": "cut", "checked": "yes"})
    assert changed.status_code == 422
    assert clerk.post(address, {**told, "mark-0": "cut", "checked": "yes"}).status_code == 303
    return clerk.get(address).text


def test_the_organ_above_the_centre_is_named_gets_a_sheet_and_answers(served_office: ServedOffice) -> None:
    """DM-22: 中心以外的上级机关复查."""
    office, administrator = served_office.office, served_office.visitor("guan.xitong")
    assert "原承办人所在科室以外的任一科室。" in text_of(administrator.get("/routes"))
    refused = administrator.post("/routes/review", {"review_unit": "X-ZFB", "review_reason": ""})
    assert refused.status_code == 422
    assert office.rows(Centre)[0].review_unit is None
    settled = administrator.post(
        "/routes/review", {"review_unit": "X-ZFB", "review_reason": "信访工作条例第三十五条"}
    )
    assert settled.is_redirect
    case, citizen = fresh_case(served_office), served_office.visitor()
    answer(case)
    send(citizen, case, "review", reason=f"没有核对原件，我女儿{DAUGHTER}可证")
    (row,) = office.rows(Review, complaint_id=case.complaint_id)
    sheet = decide_sheet(
        served_office.visitor("du.daodi"), f"/cases/{case.complaint_id}/reviews/{row.id}/sheet"
    )
    assert f"没有核对原件，我女儿{CUT}可证" in sheet
    assert "简一趟" not in sheet
    assert DAUGHTER not in sheet
    code = CODE.search(sheet)
    assert code is not None
    organ = served_office.visitor()
    organ.get("/handover")
    told = {"reference": f"{case.number}-F1", "receipt_code": code[0], "answer": "reviewed", "text": "维持"}
    lacking = organ.post("/handover", {**told, "submission_id": organ.submission_id})
    assert lacking.status_code == 422
    done = organ.post("/handover", {**told, "review_outcome": "upheld", "submission_id": organ.submission_id})
    assert "作出复查决定" in text_of(done)
    assert office.rows(Review, complaint_id=case.complaint_id)[0].superior_text == "维持"
    assert "维持" not in part_of(progress_of(citizen, case), "reviews")
    administrator.post("/routes/review", {"review_unit": "", "review_reason": "恢复"})
