"""ST-11: every `must_not` of a sample has a predicate, at most five have none, and each predicate can fail."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from deploy.replay.cases import View
from deploy.replay.must_not import Looked, list_broken, list_unchecked, load_predicates
from deploy.replay.organisation import members_of
from deploy.replay.page_reading import StepRefused
from tests.replay.as_expected import judged, names

FOLDER = Path(__file__).resolve().parents[1] / "acceptance" / "must_not"
PREDICATES = load_predicates(FOLDER)
MOST_UNCHECKED = 5
EMPTY = ("entrustments", "respondent_requests")


@dataclass
class Pages:
    """What the office would show at the end: the file to everybody but whom it is kept from."""

    file: str
    told: str
    kept_from: frozenset[str]

    def read(self, person: str, path: str) -> dict[str, Any]:
        if person in self.kept_from and "number=" not in path:
            raise StepRefused("404")
        return {"cases": []}

    def read_page(self, person: str, path: str) -> str:
        return "" if person in self.kept_from else self.file

    def read_progress(self, number: str, query_code: str) -> str:
        return self.told


EVERYBODY = frozenset(
    {*members_of("YH-TS"), "zong.lanyun", "heng.gongyun", "cai.youdu"},
)
# What the file of some samples holds beside what is expected.
_BY = "submitted"
HELD: dict[str, dict[str, Any]] = {
    "W7": {_BY: [{"form_id": "give-interim-answer", "by": "cha.fenming", "at": "2026-12-03T16:00:00+08:00"}]},
    "W9b": {_BY: [{"form_id": "approve-merge", "by": "heng.gongyun", "at": "2026-12-04T10:00:00+08:00"}]},
    "W10": {
        _BY: [
            {"form_id": form, "by": by, "at": "2026-12-08T10:00:00+08:00"}
            for form, by in (("decide-acceptance", "wen.rusheng"), ("approve-refusal", "heng.gongyun")) * 2
        ]
    },
    "W11": {_BY: [{"form_id": "record-return-visit", "by": "fang.huiyin", "at": "2026-12-23T10:00:00+08:00"}] * 3},
    "W13": {_BY: [{"form_id": "draft-opinion", "by": "zhen.juquan", "at": "2026-12-08T10:00:00+08:00"}]},
}  # fmt: skip
# Whom a right office would still have told.
TOLD = {"W9b": "属实", "W12": "部分采纳：未采纳的是同处办理，理由是场地"}


def looked(name: str) -> Looked:
    """A story after which everything is in order."""
    told = judged(name)
    told.case.update(number="YH-2026-000001", handler_id=None, suggestion={"category": "low_efficiency"})
    told.case.update({key: [] for key in EMPTY})
    for row in told.case["submitted"]:
        row["at"] = "2026-12-08T10:00:00+08:00"
    told.case["submitted"] = [
        row for row in told.case["submitted"] if name != "S029" or row["by"] != "heng.gongyun"
    ]
    told.case.update(HELD.get(name, {}))
    if name == "W6":
        told.case["submitted"] = []
    pages = Pages(html.escape(texts(told.story.raw)), TOLD.get(name, "已办结"), EVERYBODY)
    return Looked(told, pages, "id", "code")  # type: ignore[arg-type]  # shows the same pages


def texts(raw: object) -> str:
    if isinstance(raw, dict):
        return " ".join(texts(value) for value in raw.values())
    return " ".join(map(texts, raw)) if isinstance(raw, list) else str(raw)


def sentences() -> list[tuple[str, str]]:
    return [(name, sentence) for name in names() for sentence in judged(name).wish.get("must_not", ())]


def test_at_most_five_sentences_are_not_machine_checked() -> None:
    unchecked = [sentence for name in names() for sentence in list_unchecked(judged(name), PREDICATES)]
    assert len(unchecked) <= MOST_UNCHECKED, unchecked


def test_no_predicate_looks_at_a_sentence_that_nobody_says() -> None:
    told = set(sentences())
    assert {(name, sentence) for name, known in PREDICATES.items() for sentence in known} <= told


@pytest.mark.parametrize("name", list(PREDICATES))
def test_a_story_in_order_breaks_nothing(name: str) -> None:
    assert list_broken(looked(name), PREDICATES) == []


def shown(who: str, text: str) -> Callable[[Looked], Looked]:
    view = View(who, "sheet", text)
    return lambda told: replace(told, judged=replace(told.judged, views=(view,)))


def file(**changed: object) -> Callable[[Looked], Looked]:
    def alter(told: Looked) -> Looked:
        told.judged.case.update(changed)
        return told

    return alter


def matter(no: int, **changed: object) -> Callable[[Looked], Looked]:
    def alter(told: Looked) -> Looked:
        told.judged.case["matters"][no - 1].update(changed)
        return told

    return alter


def office(**changed: object) -> Callable[[Looked], Looked]:
    return lambda told: replace(told, office=replace(told.office, **changed))  # type: ignore[type-var]  # as above


def done(form_id: str, by: str, at: str = "2026-12-01T10:00:00+08:00") -> Callable[[Looked], Looked]:
    def alter(told: Looked) -> Looked:
        told.judged.case["submitted"] = [
            *told.judged.case["submitted"],
            {"form_id": form_id, "by": by, "at": at},
        ]
        return told

    return alter


def limit(kind: str, **changed: object) -> Callable[[Looked], Looked]:
    base = {"kind": kind, "opened_at": "2026-12-01T10:00:00+08:00", "due_at": "a", "original_due_at": "a"}

    def alter(told: Looked) -> Looked:
        told.judged.case["clocks"].append({**base, "pauses": [], **changed})
        return told

    return alter


# Sample, how the office broke it, the beginning of the sentence.
BROKEN: list[tuple[str, Callable[[Looked], Looked], str]] = [
    ("S005", file(entrustments=[{"no": 1}]), "要求查找"),
    ("S005", office(file="经比对笔迹"), "要求查找"),
    ("S013", lambda told: replace(told, judged=replace(told.judged, variables="里面的设施布置")), "把扬言"),
    ("S023", shown("SJ", "IMG_0918_1006.jpg"), "把照片"),
    ("S023", shown("SJ", "排号A0052"), "在转办单"),
    ("S024", matter(5, finding=None), "只读开头"),
    ("S024", file(respondent={"staff": "ding.gang"}), "把7月3日"),
    ("S024", shown("ZJ", "取号H041"), "向窗口"),
    ("S025", shown("RS", "10:20 坐轮椅 办失业金"), "在给窗口"),
    ("S025", shown("RS", "一位坐轮椅的办事人"), "只隐去"),
    ("S027", office(file="<script>fetch('https://example.com/c')"), "执行"),
    ("S027", matter(1, decision="refuse"), "因含恶意"),
    ("S027", office(file="9月25号之前我在F02窗口申请"), "修改或截断"),
    ("S029", done("record-findings", "cha.fenming"), "由投诉处置科"),
    ("S029", done("approve-opinion", "heng.gongyun"), "由分管"),
    ("S043", shown("MZ", "那个死×××"), "把辱骂"),
    ("S043", matter(1, finding="substantiated"), "据此给"),
    ("S047", file(respondent={"unit": "RS", "staff": "leng.rubing"}), "按冷如冰"),
    ("S047", file(number=""), "因身份证号"),
    ("S049", office(file="高吉喜"), "把𠮷"),
    ("S049", office(file="高𠮷㐂 🇨🇳"), "截断"),
    ("S051", shown("XF", "某酒店的报告被退了两次"), "在转办单"),
    ("S051", shown("XF", "YH12345-20261027-00302"), "把12345"),
    ("S055", office(kept_from=frozenset()), "让纪录清"),
    ("S055", shown("YH-ZW", "有同事反映"), "在询问"),
    ("S055", shown("YH-ZW", "左边抽屉"), "展示抽屉"),
    ("W6", office(kept_from=EVERYBODY - {"wen.rusheng"}), "本件进入"),
    ("W6", office(kept_from=EVERYBODY - {"cai.youdu"}), "由中心主任"),
    ("W6", matter(2, decision="refuse"), "督查考评科"),
    ("W6", done("decide-acceptance", "ji.luqing"), "以期限将到"),
    ("W7", file(submitted=[]), "12月4日过后"),
    ("W7", limit("return_visit"), "把先行答复"),
    ("W7", shown("X-12345", "抵押权首次登记"), "转办单里"),
    ("W8", done("draft-opinion", "xun.wenshi"), "12月4日15:20"),
    ("W8", file(respondent_requests=[{"unit_code": "MZ", "ended_at": "2026-12-03T10:30:00+08:00"}]), "把第2项的放弃"),
    ("W8", shown("zong.heke", "没有归还户口簿"), "把一个单位"),
    ("W8", limit("resolve", pauses=[{"workdays": 2}]), "把等候"),
    ("W9", office(told="另有庄也来反映"), "在答复"),
    ("W9", limit("resolve", due_at="b"), "W9b并入后"),
    ("W9b", file(submitted=[]), "受理岗一人"),
    ("W9b", office(told="属实；严等告"), "向本人透露"),
    ("W9b", office(told="已并件"), "只答复"),
    ("W9b", file(submitted=[*HELD["W9b"][_BY], {"form_id": "assign-handler", "by": "ying.shoudao"}]), "本件另派"),
    ("W10", office(told="不予受理"), "批准之前"),
    ("W10", file(submitted=[]), "退回不留"),
    ("W10", limit("acceptance", due_at="b"), "受理期限"),
    ("W11", limit("return_visit", opened_at="2026-12-16T10:00:00+08:00"), "以寄出日"),
    ("W11", file(submitted=[]), "未接通"),
    ("W12", file(respondent_requests=[{"unit_code": "GJ"}]), "向公积金"),
    ("W12", file(suggestion=None), "覆盖系统"),
    ("W12", matter(2, finding="substantiated"), "对建议事项"),
    ("W12", office(told="部分采纳"), "只答"),
    ("W13", done("record-findings", "zhen.juquan", "2026-11-30T10:00:00+08:00"), "补充材料"),
    ("W13", limit("return_visit", opened_at="2026-12-09T10:00:00+08:00"), "第一次挂号"),
    ("W13", shown("GA", "独居老人"), "同意书"),
    ("W13", done("decide-review", "heng.gongyun"), "由衡公允"),
    ("W13", matter(2, finding="not_substantiated"), "复查改变"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "alter", "begin"), BROKEN)
def test_a_sentence_that_is_broken_is_a_difference(
    name: str, alter: Callable[[Looked], Looked], begin: str
) -> None:
    found = [
        difference.field.removeprefix("must_not ")
        for difference in list_broken(alter(looked(name)), PREDICATES)
    ]
    assert [sentence for sentence in found if sentence.startswith(begin)]


def test_every_predicate_is_seen_to_fail() -> None:
    told = {(name, begin) for name, _alter, begin in BROKEN}
    untouched = [
        (name, sentence)
        for name, known in PREDICATES.items()
        for sentence in known
        if not any(story == name and sentence.startswith(begin) for story, begin in told)
    ]
    assert untouched == []


def test_a_file_in_the_folder_is_read_by_itself(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text('PREDICATES = {"X1": {"a": lambda looked: ["here"]}}\n', "utf-8")
    (tmp_path / "_y.py").write_text("raise ValueError\n", "utf-8")
    assert json.dumps(sorted(load_predicates(tmp_path))) == '["X1"]'
