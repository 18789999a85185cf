"""What the words of a case suggest to the person who decides on its acceptance, as the real web server sends it."""

from __future__ import annotations

from itertools import count

import pytest

from models.case.complaint import Complaint
from services.suggestions.prepare_triage import read_facts
from tests.served_office import ServedOffice
from tests.unit.services.projected_task import accept, add_task
from tests.web.pages import text_of

CLERK = "wen.rusheng"
_addresses = count(1)


def page_of(served: ServedOffice, language: str = "zh", **told: object) -> tuple[str, str]:
    """The page of the acceptance of a fresh case, and the case's id."""
    filed = served.office.file(address=f"198.51.100.{next(_addresses)}", **told)
    key = add_task(served.office, filed.complaint_id, "decide-acceptance")
    return text_of(served.visitor(CLERK).get(f"/tasks/{key}?lang={language}")), filed.complaint_id


def test_kinds_stand_on_the_page_with_the_words_that_spoke(served_office: ServedOffice) -> None:
    """ST-21, ST-31, R32: instead of one kind without a reason, or none without a word."""
    words, _ = page_of(served_office, content="办事员很不耐烦，排队等了两个小时", wanted="道歉")
    assert "文字提示的类别" in words
    assert "服务态度差 · 文字: 不耐烦" in words
    assert "办事效率低 · 文字: 排队、等了" in words
    assert "是否紧急" not in words


def test_a_text_that_speaks_for_no_kind_says_what_to_do(served_office: ServedOffice) -> None:
    words, _ = page_of(served_office, content="今天天气很好", wanted="")
    assert "文字中没有可提示类别的词语" in words


@pytest.mark.parametrize(
    ("language", "question", "why"),
    [("zh", "是否紧急？", "期日或期限: 开庭"), ("en", "Is this urgent?", "A day or limit: 开庭")],
)
def test_haste_is_a_question_and_no_decision(
    served_office: ServedOffice, language: str, question: str, why: str
) -> None:
    """ST-25, ST-34: the words ask; the box in the form stays empty, and the rules get the hint."""
    words, case = page_of(served_office, language, content="下周开庭，证明至今没给", wanted="发证明")
    assert question in words
    assert why in words
    (complaint,) = served_office.office.rows(Complaint, id=case)
    assert complaint.urgent is False
    with served_office.office.unit_of_work() as unit:
        assert read_facts(case, unit)["is_urgent_hint"] is True


def test_secrecy_asked_for_in_words_is_a_question_where_no_box_was_ticked(
    served_office: ServedOffice,
) -> None:
    """ST-25."""
    told = {"content": "窗口多收材料，请保密，怕报复", "wanted": "退还"}
    words, _ = page_of(served_office, **told)
    assert "投诉人是否要求保密？ 文字: 请保密、怕报复" in words
    words, _ = page_of(served_office, **told, keep_identity_secret=True)
    assert "投诉人是否要求保密" not in words


def test_a_page_of_another_task_suggests_nothing(served_office: ServedOffice) -> None:
    """The acceptance is decided; the question is not asked again."""
    filed = served_office.office.file(address=f"198.51.100.{next(_addresses)}", content="下周开庭，不耐烦")
    accept(served_office.office, filed.complaint_id, matters=1)
    key = add_task(served_office.office, filed.complaint_id, "assign-handler")
    assert "是否紧急" not in text_of(served_office.visitor(CLERK).get(f"/tasks/{key}"))
