"""From what was said to what is improved, on the pages of the real web server: statement, finding, evidence, responsibility."""

from __future__ import annotations

import secrets

from models.case.evidence_item import EvidenceItem
from models.case.lifecycle import ClockKind
from models.case.matter import Matter
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from tests.full_office import CONTENT
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import add_task, submit, walk_to
from tests.web.case_file import read_file
from tests.web.pages import text_of
from tests.web_staff.test_act_pages import form_of
from tests.web_staff.test_contact_over_a_socket import send
from tests.web_staff.test_evidence_matrix_over_a_socket import minute_of, register_paper, take

CLERK, HANDLER, APPROVER, VISITOR = "wen.rusheng", "xun.wenshi", "heng.gongyun", "fang.huiyin"
WORDINGS = ("窗口所列材料多于办事指南", "窗口对咨询没有答复")
FOUND = {
    "finding": "substantiated",
    "facts": "窗口清单多列一项证明",
    "heard": "当面听取了窗口说明",
    "uncited_reason": "窗口当场承认",
    "responsibility": "system",
    "responsibility_note": "清单模板没有更新",
}
UNTRUE = {"finding": "not_substantiated", "facts": "叫号记录显示已当场答复"}
IMPROVED = {
    "improvement": "needed",
    "improvement_cause": "清单模板没有随办事指南更新",
    "improvement_owner": "RS",
}


def filed(served: ServedOffice) -> str:
    return served.office.file(address=secrets.token_hex(8)).complaint_id


def word(served: ServedOffice, case: str) -> list[str]:
    """Word the matters neutrally; what they said before, in the words of the complainant."""
    rows = sorted(served.office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    take(served.visitor(CLERK), case, "word-matters", matters=[{"wording": text} for text in WORDINGS])
    worded = sorted(served.office.rows(Matter, complaint_id=case), key=lambda row: row.no)
    assert [row.text for row in worded] == list(WORDINGS)
    return [row.text for row in rows]


def form_at(served: ServedOffice, case: str, form_id: str, login: str) -> dict:
    key = add_task(served.office, case, form_id)
    return form_of(served.visitor(login).get(f"/tasks/{key}").text)


def test_each_allegation_is_judged_beside_what_the_complainant_said_of_it(
    served_office: ServedOffice,
) -> None:
    """R47: 核实处理: who finds and who approves has the complainant's own words beside the finding, matter by matter."""
    office = served_office.office
    case = filed(served_office)
    walk_to(office, case, "record-findings")
    told = word(served_office, case)
    form = form_at(served_office, case, "record-findings", HANDLER)
    assert [(row["text"], row["told"]) for row in form["data"]["matters"]] == list(
        zip(WORDINGS, told, strict=True)
    )
    assert all(words in form["data"]["statement"] for words in told)
    sent = send(served_office.visitor(HANDLER), form["submitUrl"], {"matters": [FOUND, UNTRUE]})
    assert sent[0] == 200, sent
    drafted = {
        "reason": "有依据",
        "basis": "办事指南",
        "disposals": ["no_action"],
        "finding": "not_substantiated",
    }
    rows = [{**drafted, "departure": "窗口说明可信"}, drafted]
    submit(office, case, "draft-opinion", HANDLER, matters=rows)
    for form_id in ("review-opinion", "approve-opinion"):
        opinion = form_at(served_office, case, form_id, APPROVER)["data"]["opinion"]
        first, second = opinion.split("\n\n")[:2]
        assert f"投诉人的陈述：{told[0]}\n查明的事实：{FOUND['facts']}\n认定：不属实" in first
        assert "调查认定：属实；改变的理由：窗口说明可信" in first
        assert f"投诉人的陈述：{told[1]}\n查明的事实：{UNTRUE['facts']}\n认定：不属实" in second


def test_the_name_of_the_complainant_is_not_in_the_statement(served_office: ServedOffice) -> None:
    """Whoever judges it needs the words, not who said them."""
    office = served_office.office
    case = office.file(
        address=secrets.token_hex(8), name="欧阳慧敏", content=f"欧阳慧敏说{CONTENT}"
    ).complaint_id
    walk_to(office, case, "record-findings")
    data = form_at(served_office, case, "record-findings", HANDLER)["data"]
    shown = data["statement"] + "".join(row["told"] for row in data["matters"])
    assert CONTENT[:10] in shown
    assert "欧阳慧敏" not in shown


def test_evidence_responsibility_limits_return_visit_and_improvement_stand_in_one_file(
    served_office: ServedOffice,
) -> None:
    """R101: 证据固定、责任界定, limits, return visit and improvement: one case, one page."""
    office = served_office.office
    case = filed(served_office)
    walk_to(office, case, "record-findings")
    register_paper(served_office.visitor(CLERK), case, "窗口清单（原件）")
    item = office.rows(EvidenceItem, complaint_id=case)[0]
    handed = {"from_whom": "人社窗口", "to_whom": "荀问实", "taken_over_at": minute_of(served_office)}
    take(served_office.visitor(CLERK), case, "register-evidence", step="hand_over", item=item.id, **handed)
    found = {**FOUND, "cited": [item.id]}
    submit(office, case, "record-findings", HANDLER, matters=[found, UNTRUE])
    true = {
        "finding": "substantiated",
        "disposals": ["correct_error"],
        "reason": "有依据",
        "basis": "办事指南",
    }
    true |= {"correction_act": "已更新清单", "correction_who": "人社窗口"}
    untrue = {**true, "finding": "not_substantiated", "disposals": ["no_action"]}
    submit(office, case, "draft-opinion", HANDLER, matters=[true, untrue])
    submit(office, case, "approve-opinion", APPROVER, opinion_decision="approve", **IMPROVED)
    letter = {"findings_text": "一", "decision_text": "二", "measures_text": "三", "ways": ["phone"]}
    call = {"talk_with": "complainant", "talk_text": "告知已更新清单，对方表示知道了"}
    submit(office, case, "give-answer", HANDLER, **letter, **call)
    visit = {"reached": "yes", "way": "phone", "satisfaction": "5", "comment": "清单已改"}
    submit(office, case, "record-return-visit", VISITOR, **visit)
    (limit,) = office.rows(Clock, complaint_id=case, kind=ClockKind.RESOLVE)
    page = text_of(read_file(served_office.visitor("jian.rujing"), case))
    for shown in (
        "证据1",
        "人社窗口 → 荀问实",
        "制度、流程或系统原因 · 清单模板没有更新",
        f"{to_beijing(limit.opened_at):%Y-%m-%d %H:%M} {to_beijing(limit.due_at):%Y-%m-%d %H:%M}",
        "回访",
        "非常满意",
        "有需要改进之处",
        IMPROVED["improvement_cause"],
        "电话记录——接听人：投诉人本人（或其代理人）。通话内容：告知已更新清单，对方表示知道了",
    ):
        assert shown in page, shown
