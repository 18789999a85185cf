"""The person of a merged case reads the result at his own code, as the real web server sends it: nothing of the other person."""

from __future__ import annotations

from itertools import count

from services.casefile.get_case import list_claims, list_matters
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import submit, walk_to
from tests.unit.side_requests.side_case import SideCase
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
