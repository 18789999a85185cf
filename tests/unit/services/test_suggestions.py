"""Suggestions made at receipt; general rules, tried on words of nobody's sample."""

from __future__ import annotations

from datetime import date

import pytest

from models.clock.legal_time import parse_moment
from models.ground.codes import Category
from services.filing.category_suggestion import suggest_categories
from services.filing.claim_split import UNSPOKEN_CLAIM, split_claims
from services.filing.occurrence import parse_occurrence


@pytest.mark.parametrize(
    ("wanted", "claims"),
    [
        ("1.退还押金；2.道歉。", ["退还押金", "道歉"]),
        ("（一）补正证书；（二）书面说明", ["补正证书", "书面说明"]),
        ("① 换人办理 ② 给出期限", ["换人办理", "给出期限"]),
        ("第一，恢复排号；第二，公布制度", ["恢复排号", "公布制度"]),
        ("重新办理；书面答复", ["重新办理", "书面答复"]),
        ("赔偿2.5万元", ["赔偿2.5万元"]),
        ("十一、延长开放；十二、加设座椅", ["延长开放", "加设座椅"]),
        ("  ", [UNSPOKEN_CLAIM]),
        ("一次说清楚", ["一次说清楚"]),
    ],
)
def test_wishes_are_split_by_number_or_separator(wanted: str, claims: list[str]) -> None:
    """R26: decimals and single wishes stay whole."""
    assert split_claims(wanted) == claims


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("办事员语气生硬，很不耐烦", Category.BAD_ATTITUDE),
        ("几个科室踢皮球，推来推去", Category.BUCK_PASSING),
        ("同一件事前后不一致，口径不同", Category.INCONSISTENT_POLICY),
    ],
)
def test_kind_of_grievance_is_suggested_by_the_words_of_the_trade(text: str, category: Category) -> None:
    """The kind with most different words comes first."""
    assert suggest_categories(text)[0] is category


def test_no_known_word_suggests_nothing() -> None:
    """An unknown matter is left to the clerk."""
    assert suggest_categories("天气很好") == []


def test_day_and_hour_of_the_matter_are_read_from_field_or_text() -> None:
    """The hour of the event is kept for analysis."""
    received = parse_moment("2026-09-07T10:00")
    assert parse_occurrence("2026-09-03", "下午三点去的", received).day == date(2026, 9, 3)
    assert parse_occurrence("", "9月4日下午三点去的", received).hour == 15
    assert parse_occurrence("", "12月30日去的", received).day == date(2025, 12, 30)
    assert parse_occurrence("2026-09-08", "", received).day is None
