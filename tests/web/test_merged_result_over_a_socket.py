"""The person of a merged case reads the result at his own code, as the real web server sends it: nothing of the other person."""

from __future__ import annotations

from itertools import count

from models.beside.review import Review
from models.case.lifecycle import Stage
from services.casefile.get_case import list_claims, list_matters
from services.requests.start_own_process import StartOwnProcess, start_own_process
from tests.said_of_disposals import SAID
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_review import ask
from tests.web.told_scenes import part_of, progress_of

OTHER = {"name": "闻人寄书", "phone": "199-0000-0877"}
WANTED = "一、停机须提前公告；二、保留当日取号。"
_addresses = count(1)


def file(served: ServedOffice, **fields: object) -> SideCase:
    filed = served.office.file(address=f"merged-{next(_addresses)}", wanted=WANTED, **fields)
    return SideCase(served.office, filed.complaint_id, filed.number, filed.query_code)


def test_a_merged_person_reads_the_result_at_his_own_code(served_office: ServedOffice) -> None:
    """ST-7, DM-13: told at once which file answers and by when; then the same result, without anything of the other."""
    leading, own = file(served_office, **OTHER), file(served_office)
    submit(
        served_office.office,
        own.complaint_id,
        "decide-acceptance",
        "wen.rusheng",
        category="irregular_operation",
        route="intervene",
        complexity="simple",
        matters=[{"decision": "merge", "merge_into": leading.number}] * 2,
    )
    before = progress_of(served_office.visitor(), own)
    assert leading.number in before
    assert "最迟" in before
    assert "经查，停机前没有公告" not in before
    walk_to(served_office.office, leading.complaint_id, "give-answer")
    told = {
        "findings_text": "经查，停机前没有公告。投诉人闻人寄书（电话199 0000 0877）所述属实。",
        "decision_text": "今后停机提前一日公告。",
        "measures_text": "当日取号保留。",
        "ways": ["phone"],
    }
    submit(served_office.office, leading.complaint_id, "give-answer", "xun.wenshi", **told)
    page = progress_of(served_office.visitor(), own)
    panel = part_of(page, f"answer-of-{leading.number}")
    for words in ("经查，停机前没有公告。", "今后停机提前一日公告。", "当日取号保留。", "属实"):
        assert words in panel
    for secret in (*OTHER.values(), "199 0000 0877", leading.query_code):
        assert secret not in page
    assert "一并办理的那一件已答复" in part_of(page, "steps")


def test_the_other_persons_own_words_stay_his(served_office: ServedOffice) -> None:
    """ST-7: a matter that nobody worded neutrally and what is wanted are told without its words; a worded one as it is."""
    leading, own = file(served_office, **OTHER), file(served_office)
    matters = [{"decision": "merge", "merge_into": leading.number}] * 2
    way = {
        "category": "irregular_operation",
        "route": "intervene",
        "complexity": "simple",
        "matters": matters,
    }
    submit(served_office.office, own.complaint_id, "decide-acceptance", "wen.rusheng", **way)
    walk_to(served_office.office, leading.complaint_id, "give-answer")
    with served_office.office.unit_of_work() as unit:
        first, second = list_matters(leading.complaint_id, unit)
        second.text, second.is_reworded = "当日取号未作保留", True
        told, claim = first.text, list_claims(leading.complaint_id, unit)[0].text
    parts = {
        "findings_text": f"1. {told}：属实。2. 当日取号未作保留：属实。",
        "decision_text": f"诉求1. {claim}：支持。",
    }
    parts |= {"measures_text": "已公告。"}
    submit(served_office.office, leading.complaint_id, "give-answer", "xun.wenshi", ways=["phone"], **parts)
    panel = part_of(progress_of(served_office.visitor(), own), f"answer-of-{leading.number}")
    assert told not in panel
    assert claim not in panel
    assert "1. 所反映事项：属实。2. 当日取号未作保留：属实。" in panel
    assert "诉求1. 所提诉求：支持。" in panel


def test_he_reads_a_review_of_the_other_case_and_its_effect_on_his(served_office: ServedOffice) -> None:
    """Issue 9: that it is looked at again and until when, then what was changed; never why the other asked, nor his words."""
    leading, own = file(served_office, **OTHER), file(served_office)
    way = {"category": "irregular_operation", "route": "intervene", "complexity": "simple"}
    merged = [{"decision": "merge", "merge_into": leading.number}] * 2
    submit(served_office.office, own.complaint_id, "decide-acceptance", "wen.rusheng", **way, matters=merged)
    walk_to(served_office.office, leading.complaint_id, "give-answer")
    told = {"findings_text": "经查属实。", "decision_text": "公告。", "measures_text": "保留。"}
    submit(served_office.office, leading.complaint_id, "give-answer", "xun.wenshi", **told, ways=["phone"])
    with leading.unit() as (unit, complaint):
        complaint.stage = Stage.ARCHIVED
        first, second = list_matters(complaint.id, unit)
        first.text, first.is_reworded = "停机未提前公告", True
        words, claims = second.text, [claim.no for claim in list_claims(complaint.id, unit)]
    ask(leading, "闻人寄书不服：认定与监控不符")
    panel = f"reviews-of-{leading.number}"
    waiting = part_of(progress_of(served_office.visitor(), own), panel)
    assert "最迟" in waiting, waiting
    assert "监控不符" not in waiting
    command = StartOwnProcess(leading.one(Review).id, "7788", leading.job())
    start_own_process(Review, command, served_office.office.unit_of_work())
    turned = {"finding": "not_substantiated", "disposals": ["no_action"], "reason": "闻人寄书所述时段有公告"}
    stays = {"finding": "substantiated", **SAID, "disposals": ["correct_error"], "reason": "有依据"}
    leading.submit(
        "decide-review",
        "zong.lanyun",
        "7788",
        outcome="changed",
        reasons="第1项改为不属实，闻人寄书已收到。",
        reviewer="du.daodi",
        basis="本中心办法",
        matters=[{"no": 1, "text": "", **turned}, {"no": 2, "text": "", **stays}],
        claims=[{"no": no, "text": "", "answer": "supported"} for no in claims],
        ways=["phone"],
    )
    page = progress_of(served_office.visitor(), own)
    told_now = part_of(page, panel)
    for expected in ("复查决定的结果同样适用于您的事项", "停机未提前公告", "不属实", "第1项改为不属实"):
        assert expected in told_now, expected
    for secret in (*OTHER.values(), "监控不符", words, leading.query_code):
        assert secret not in told_now, secret
