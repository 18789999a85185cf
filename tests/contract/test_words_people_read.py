"""The words of the office stand in every file that people read, and no earlier ones (DM-30)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.left_hand_words import LEFT_HAND, READERS, ROOT, find_left_hand, list_files

# A file of each kind, a right word in it, and the wrong one that would stand there.
PLANTED = [
    ("api/translations/zh_CN/LC_MESSAGES/messages.po", "时限台账", "限期清单"),
    ("bpmn/forms/arbitrate-referral.form", "异议不予采纳", "异议不成立"),
    ("bpmn/.camunda/element-templates/archive-case.json", "归档投诉件", "归档办件"),
    ("bpmn/complaint.bpmn", "延期申请已办结", "延期申请已了结"),
    ("bpmn/dmn/competence.dmn", "单位", "单位联络人"),
    ("services/answer/answer_wording.py", "现场勘查", "现场查看"),
    ("README.zh-CN.md", "问题线索移送", "问责移送"),
]


def test_no_file_says_a_left_hand_word() -> None:
    """DM-30: catalogues, forms, diagrams, decision tables, Chinese strings of the sources and Chinese pages."""
    files = list_files()
    assert len(files) > 900
    assert {path.suffix for path in files} == set(READERS)
    found = [
        fault
        for path in files
        for fault in find_left_hand(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(("file_name", "right", "wrong"), PLANTED)
def test_a_left_hand_word_planted_in_any_kind_of_file_is_found(
    file_name: str, right: str, wrong: str
) -> None:
    """DM-30: in what people read, not in ids."""
    content = (ROOT / file_name).read_text("utf-8")
    assert right in content
    assert list(find_left_hand(file_name, content)) == []
    assert list(find_left_hand(file_name, content.replace(right, wrong))) != []


def test_every_kind_of_file_has_its_planted_word() -> None:
    assert {Path(file_name).suffix for file_name, _, _ in PLANTED} == set(READERS)


@pytest.mark.parametrize(
    "left", ["处分建议并移送", "提出处分建议并移送", "查阅", "第 2 次要求", "中止计算办理期限，由批准人决定"]
)
def test_a_pattern_finds_its_word(left: str) -> None:
    assert list(find_left_hand("page.md", left)) != []


@pytest.mark.parametrize(
    "right",
    [
        "提出处分建议并移送有权机关",
        "查阅资料",
        "民事案件的审判权由法院行使",
        "办件编号",
        "诉求",
        "承办人",
        "首席代表",
        "移交材料",
    ],
)
def test_words_that_are_right_may_stand(right: str) -> None:
    assert list(find_left_hand("page.md", right)) == []


def test_no_right_hand_word_is_a_left_hand_one() -> None:
    assert [fault for right in LEFT_HAND.values() for fault in find_left_hand("page.md", right)] == []
