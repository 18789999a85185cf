"""The page of one process, over a real engine: what it tells, what can be asked of its history, and how often it asks."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.store.database import Database
from models.vault.keyring import Keyring
from tests.both_databases.test_list_queries import statements
from tests.web.pages import Visitor, text_of
from tests.web_staff.monitored import MonitoredOffice, monitored_office
from tests.web_staff.people import signed_in

SUPERVISOR = "jian.rujing"
MOST_ASKED = 31  # 90 with the whole file
STEPS = "POST element-instances/search"
# Goes round as often as its job says, so that one instance has as many steps as a test likes.
ROUND = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  <bpmn:process id="rounds" isExecutable="true">
    <bpmn:startEvent id="start"/>
    <bpmn:scriptTask id="loop" name="\xe8\xbd\xac\xe4\xb8\x80\xe5\x9c\x88">
      <bpmn:extensionElements><zeebe:script expression="=i" resultVariable="seen"/></bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics>
        <bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=rounds" inputElement="i"/></bpmn:extensionElements>
      </bpmn:multiInstanceLoopCharacteristics>
    </bpmn:scriptTask>
    <bpmn:userTask id="wait"><bpmn:extensionElements><zeebe:userTask/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="loop"/>
    <bpmn:sequenceFlow id="f2" sourceRef="loop" targetRef="wait"/>
  </bpmn:process>
</bpmn:definitions>"""


@pytest.fixture
def monitored(sqlite_office: Database, tmp_path: Path, keyring: Keyring) -> Iterator[MonitoredOffice]:
    with monitored_office(sqlite_office, tmp_path) as started:
        yield started


def supervisor(monitored: MonitoredOffice) -> Visitor:
    return signed_in(monitored.app, monitored.office, SUPERVISOR)


def history(page: str) -> list[str]:
    """Names of the steps in the table of the history."""
    table = page.partition('id="history"')[2]
    return re.findall(r'<td data-label="环节">([^<]*)</td>', table)


def moved(page: str) -> list[str]:
    """When the case of each row last moved."""
    return re.findall(r'<td data-label="案卷最近进展">([\d: -]{16})', page)


def test_the_history_is_asked_by_step_kind_state_and_words(monitored: MonitoredOffice) -> None:
    """Wish 14: filter and search in the history of an instance."""
    _, _, root = monitored.file()
    visitor, address = supervisor(monitored), f"/monitor/instances/{monitored.child(root, 'intake')}"
    whole = history(visitor.get(address).text)
    assert {"待受理", "整理分类依据", "记录建议"} <= set(whole)
    assert set(history(visitor.get(f"{address}?kind=BUSINESS_RULE_TASK").text)) == {
        "建议分类",
        "建议承办单位",
        "建议时限类别",
    }
    assert set(history(visitor.get(f"{address}?words=建议+记录").text)) == {"记录建议"}
    assert history(visitor.get(f"{address}?element=Task_PrepareTriage").text) == ["整理分类依据"]
    active = visitor.get(f"{address}?state=ACTIVE").text
    assert "监督受理时限" in history(active)
    assert "整理分类依据" not in history(active)
    none = visitor.get(f"{address}?words=没有这一步")
    assert history(none.text) == []
    assert "没有符合条件的步骤" in text_of(none)


def test_variables_are_told_in_words_and_raw_only_in_a_fold(monitored: MonitoredOffice) -> None:
    """UX-34: variables as raw ids. Of the file of the case no more is read than the page shows."""
    _, _, root = monitored.file()
    visitor = supervisor(monitored)
    with statements(monitored.office) as asked:
        page = visitor.get(f"/monitor/instances/{monitored.child(root, 'intake')}").text
    assert len(asked) <= MOST_ASKED
    words = re.sub(
        r'<details class="raw-fold">.*?</details>', "", page.partition('class="step-list"')[2], flags=re.S
    )
    assert "<dt>来源渠道</dt><dd>投诉电话（含语音留言）</dd>" in words
    assert "<dt>初步类别</dt><dd>推诿扯皮</dd>" in words
    assert "buck_passing" not in words.partition('id="history"')[0]
    assert "<code>category_hint</code></dt><dd><code>&#34;buck_passing&#34;</code>" in page


@pytest.mark.parametrize("rounds", [40, pytest.param(3_000, marks=pytest.mark.check)])
def test_the_page_asks_as_often_for_many_steps_as_for_few(monitored: MonitoredOffice, rounds: int) -> None:
    """UX-34: the number of requests and statements does not grow; beyond 2,000 steps the page says what it shows."""
    monitored.deploy("rounds.bpmn", ROUND)
    few = monitored.begin("rounds", rounds=[1])
    many = monitored.begin("rounds", rounds=list(range(rounds)))
    visitor = supervisor(monitored)

    monitored.wait_for(many, "wait")

    def ask(key: str) -> tuple[Counter[str], str]:
        before = len(monitored.http.asked)
        page = visitor.get(f"/monitor/instances/{key}")
        assert page.status_code == 200
        return Counter(asked.replace(key, "key") for asked in monitored.http.asked[before:]), page.text

    usual, _ = ask(few)
    asked, page = ask(many)
    pages = asked.pop(STEPS)
    assert usual.pop(STEPS) == 1
    assert pages <= 4
    assert asked == usual
    if rounds > 2_000:
        assert "显示最近2000次" in page
    else:
        assert pages == 1
    assert page.count("<li>", page.index("转一圈")) < 200, "a step lists its newest visits only"


def test_instances_are_found_by_any_part_of_the_number_with_all_that_they_called(
    monitored: MonitoredOffice,
) -> None:
    """UX-35, wish 6: no search by number, no last movement."""
    _, number, _ = monitored.file()
    _, other, _ = monitored.file()
    visitor = supervisor(monitored)
    page = visitor.get(f"/monitor/instances?number={number[-4:]}")
    assert other not in page.text
    assert page.text.count(f">{number}</a>") == 4, "the case's process, its intake and two watches"
    assert moved(page.text) == ["2026-09-07 10:00"] * 4, "when the case last moved"
    watches = visitor.get(f"/monitor/instances?number={number}&process=deadline-watch&state=ACTIVE")
    assert watches.text.count(f">{number}</a>") == 2
    assert "没有符合条件的流程实例" in text_of(visitor.get("/monitor/instances?number=99999"))


def test_what_has_not_moved_for_longest_comes_first_when_asked(monitored: MonitoredOffice) -> None:
    """Wish 14: "last movement" as a column and an order."""
    _, first, _ = monitored.file()
    monitored.office.clock.set("2026-09-08T09:00")
    _, second, _ = monitored.file()
    visitor = supervisor(monitored)
    page = visitor.get("/monitor/instances?order=still").text
    assert page.index(first) < page.index(second)
    assert moved(page) == ["2026-09-07 10:00", "2026-09-08 09:00"]
    newest = visitor.get("/monitor/instances").text
    assert newest.index(second) < newest.index(first)


def test_the_steps_of_a_version_tell_how_long_they_take_on_the_diagram_and_in_the_table(
    monitored: MonitoredOffice,
) -> None:
    """Wish 13: median and 90 % from element instances, as number and text."""
    for _ in range(3):
        monitored.file()
    page = supervisor(monitored).get("/monitor/processes/intake").text
    data = json.loads(re.search(r'id="monitor-data">(.*?)</script>', page, re.S)[1])
    heat = {row["elementId"]: row for row in data["heat"]}
    assert heat["Task_PrepareTriage"]["step"] in range(1, 6)
    assert re.fullmatch(r"\d/5 · 半数\S+\n九成\S+", heat["Task_PrepareTriage"]["label"])
    assert "Gateway_OnSpot" not in heat
    row = re.search(r"<tr>(?:(?!</tr>).)*<code>Task_PrepareTriage</code>.*?</tr>", page, re.S)
    assert row
    assert '<td class="amount" data-label="次数">3</td>' in row[0]
    assert monitored.http.asked.count(STEPS) == 1
