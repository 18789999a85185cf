"""The words of the office stand in every file that people read, and no earlier ones (DM-30)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from api.form_words import _translations
from api.i18n import LANGUAGES, _catalogue, catalogue_files
from models.ground.codes import Method
from services.answer.answer_wording import METHODS
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


def ways_in_forms() -> Iterator[tuple[str, str, str]]:
    """Form and field, way of investigating, and what the choice is called."""
    for path in sorted((ROOT / "bpmn" / "forms").glob("*.form")):
        for field in json.loads(path.read_text("utf-8"))["components"]:
            choices = {choice["value"]: choice["label"] for choice in field.get("values") or ()}
            if len(choices) > 1 and choices.keys() <= set(Method):
                yield from ((f"{path.stem}/{field['key']}", way, name) for way, name in choices.items())


def test_every_way_of_investigating_has_one_name_wherever_it_stands() -> None:
    """UX-29, DM-30: what the form offers is what list, file and answer call it, in both languages."""
    chinese, english = (
        {way: _catalogue(language)[f"method.{way}"] for way in Method} for language in LANGUAGES
    )
    assert len(set(chinese.values())) == len(set(english.values())) == len(Method)
    assert chinese == METHODS
    offered = list(ways_in_forms())
    assert {form.partition("/")[0] for form, _, _ in offered} >= {"plan-investigation", "record-findings"}
    translated = _translations("en")
    for place, way, name in offered:
        assert name == chinese[Method(way)], place
        assert translated[f"{place}/values/{way}"] == (name, english[Method(way)]), place


# What the engine is called where somebody who supervises it reads it: the monitor, incidents, what was deployed.
OF_THE_MONITOR = frozenset({"monitor.po", "processes.po", "standstill.po"})
OF_WHO_SUPERVISES = re.compile(
    r"(incident|outbox_reason|fault|remedy)\.|The process engine|Whoever reaches|It differs"
)


def test_nobody_who_works_on_complaints_reads_of_the_engine_or_of_interfaces() -> None:
    """UX-40: 流程引擎接收后，办件即进入下一环节; 改用接口办理."""
    for language, jargon in (("zh", r"引擎|接口"), ("en", r"\bengine\b|\bAPI\b")):
        found = []
        for path in catalogue_files(language):
            if path.name in OF_THE_MONITOR:
                continue
            with path.open("rb") as file:
                texts = [
                    (str(text.id), str(text.string)) for text in read_po(file) if text.id and text.string
                ]
            found += [
                f"{path.name}: {name}: {said}"
                for name, said in texts
                if re.search(jargon, said) and not OF_WHO_SUPERVISES.match(name)
            ]
        assert found == []
