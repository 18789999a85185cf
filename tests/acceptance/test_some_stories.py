"""A few sample stories lived through the pages on one clock, then compared; all of them are in test_replay.py."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from services.ledger.columns import LEDGER_COLUMNS
from tests.acceptance.lived import Lived, live, write_stories
from tests.acceptance.proofs import GOES_WITH, Proof, list_sent
from tests.office_process import OfficeProcess

pytestmark = pytest.mark.timeout(300)
# An extension asked for twice, which the office must refuse (O1); a refusal that is fetched in the hall, an overdue, a
# referral that is objected to.
TOLD = ("O1", "W2", "W4", "S020")
# Overdue since the last working day (W4).
MOMENT = "2026-10-11T10:00+08:00"


@pytest.fixture(scope="module")
def lived(prompt_office: OfficeProcess, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories, stopped and resumed while one is overdue."""
    file = write_stories(tmp_path_factory.mktemp("stories"), lambda story: story in TOLD)
    return live(prompt_office, file, Path(tmp_path_factory.mktemp("bookmark")) / "replay.json", (MOMENT,))


def test_no_story_differs_from_what_a_careful_person_would_decide(lived: Lived) -> None:
    assert [str(difference) for result in lived.results.values() for difference in result.differences] == []
    assert {name: result.verdict for name, result in lived.results.items()} == dict.fromkeys(TOLD, "same")


def test_the_ledger_has_each_part_of_what_happened(lived: Lived, prompt_office: OfficeProcess) -> None:
    """R66: (DM-36) sent to a wrong unit and given back, investigated, disposed of, told and asked, as the story was lived."""
    told = {
        # 受理
        "origin": "本系统登记",
        "stage": "已归档",
        "received_at": "2026-09-17 10:26",
        "received_weekday": "周四",
        "channel": "政务服务网表单",
        "respondent_units": "云河市城市管理局（驻厅）",
        "items": "设置大型户外广告许可",
        "handler": "谈根源（调查岗）",
        "accepted_on": "2026-09-18",
        "decisions": "受理",
        "times_returned": "1",
        # 调查
        "methods": "询问、查阅资料",
        "finding": "属实",
        # 处理
        "disposals": "纠正错误、责令整改",
        "approved_on": "2026-09-22",
        "rectification_orders": "1",
        # 反馈
        "answered_on": "2026-09-23",
        "answered_by": "电话、查询码",
        "lateness": "按期",
        "used_days": "6",
        # 回访
        "visited_on": "2026-09-29",
        "is_reached": "是",
        "rating": "3",
        "evaluation": "满意",
    }
    columns = "".join(f"&column={name}" for name in ("number", *told))
    page = prompt_office.page("jian.rujing", f"/ledger?number={lived.results['S020'].number}{columns}")
    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", page.text, re.DOTALL)
    assert row is not None, page.status_code
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.DOTALL)
    in_order = [column.name for column in LEDGER_COLUMNS if column.name in told]
    assert dict(zip(in_order, map(unescape, cells), strict=True)) == told


def test_nothing_that_was_sent_lacks_its_proof(lived: Lived, prompt_office: OfficeProcess) -> None:
    with prompt_office.clock.database.read() as session:
        sent = list_sent(session, {result.number: name for name, result in lived.results.items()})
    assert [one for one in sent if one.proof is Proof.MISSING and one.what not in GOES_WITH] == []
    assert {Proof.SLIP, Proof.SIGNATURE, Proof.SENDING, Proof.QUERY_CODE} == {one.proof for one in sent} - {
        Proof.MISSING
    }


def test_operate_and_the_database_agree_on_tokens_and_on_who_is_late(lived: Lived) -> None:
    seen = lived.snapshots[MOMENT]
    assert sum(seen.clocks.values()) > 1
    assert seen.tokens == seen.clocks
    assert seen.late_shown == seen.late
    assert len(seen.late) == 1
