"""The texts of the grounds of non-acceptance: kept by an administrator, filled in for who decides, through the web server."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from models.office.ground_text import GroundText
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task

CLERK = "wen.rusheng"
ADMINISTRATOR = "guan.xitong"


def test_an_administrator_reads_and_changes_what_is_said_of_a_ground(served_office: ServedOffice) -> None:
    """R13, DM-40: all thirteen, with the note that personal data is no private affair."""
    administrator = served_office.visitor(ADMINISTRATOR)
    page = administrator.get("/refusal-grounds").text
    assert page.count('href="/refusal-grounds?ground=') == 13
    assert "投诉中含有个人信息的，不因此不予受理" in page
    form = administrator.get("/refusal-grounds?ground=emergency").text
    assert "110、119、120、122" in form
    fields = {
        "ground": "emergency",
        "text": "请立即报警求助。",
        "right_place": "110、119、120、122",
        "remedies": "",
        "basis_codes": ["gbt-36113-7.1"],
    }
    refused = administrator.post("/refusal-grounds", fields)
    assert (refused.status_code, 'id="reason-error"' in refused.text) == (422, True)
    saved = administrator.post("/refusal-grounds", {**fields, "reason": "表述简化"})
    assert saved.headers["location"] == "/refusal-grounds?changed=1"
    assert "请立即报警求助。" in administrator.get("/refusal-grounds").text
    assert len([row for row in served_office.office.rows(GroundText) if row.ended_at is not None]) == 1
    earlier = re.search(r'href="/refusal-grounds\?again=(\d+)#', administrator.get("/refusal-grounds").text)
    assert earlier, "what was said before can hold again"
    again = administrator.get(f"/refusal-grounds?again={earlier[1]}").text
    stale = {**fields, "replaces": earlier[1], "text": "两人同时修改", "reason": "表述"}
    lost = administrator.post("/refusal-grounds", stale)
    assert lost.status_code == 422, "a colleague's text is not written over unseen"
    assert "其他人已修改" in lost.text
    assert "两人同时修改" in lost.text
    assert f'name="replaces" value="{earlier[1]}"' not in again
    assert "没有符合条件的理由" in administrator.get("/refusal-grounds?q=没有这样的理由").text
    assert served_office.visitor(CLERK).get("/refusal-grounds").status_code == 403


def test_the_ground_that_is_chosen_fills_the_form_and_what_was_written_stays(
    served_office: ServedOffice, browser: Browser
) -> None:
    """Standard reason, basis, place and remedy; another ground fills anew what nobody has touched."""
    case = served_office.office.file(address="198.51.103.7", content="窗口不按指南收件", wanted="")
    key = add_task(served_office.office, case.complaint_id, "decide-acceptance")
    with served_office.page(browser, 1366, CLERK) as page:
        page.goto(f"/tasks/{key}")
        page.locator('[data-form][data-ready="true"]').wait_for()
        page.get_by_label("不予受理", exact=True).check()
        page.get_by_label("不予受理的理由").select_option(label="司法审理中")
        reason, place = page.get_by_label("告知的理由"), page.get_by_label("应当反映的部门")
        expect(reason).to_have_value("该事项正在人民法院审理，由人民法院依法处理。")
        expect(place).to_have_value("审理该案的人民法院")
        expect(page.get_by_label("救济途径")).to_have_value(
            "对本决定不服的，可以在收到之日起30日内申请复查。"
        )
        expect(page.get_by_label("《政务服务中心服务投诉处置规范》（GB/T 36113-2018）7.1")).to_be_checked()
        place.fill("云河市临江区人民法院")
        page.keyboard.press("Tab")
        page.get_by_label("不予受理的理由").select_option(label="不属于政务服务")
        expect(reason).to_have_value("该事项不是政务服务中的服务行为。")
        expect(place).to_have_value("云河市临江区人民法院")
