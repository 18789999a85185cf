"""What is cut out of words for who reads a case and does not work on it, and what stays."""

from __future__ import annotations

from time import process_time

import pytest

from services.identity.readers_cut import ReadersCut

OWN = (
    "欧阳晓露",
    "13955501234",
    "110101199003070134",
    "ouyang.xl@example.com",
    "云河市银杏路77号3栋",
    "Anna Li",
)
CUT = ReadersCut(OWN, kept=("0571-88001234",))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我叫欧阳晓露，打139 5550 1234", "我叫■，打■"),
        ("欧阳 晓露、１３９５５５０１２３４", "■、■"),
        ("证件110101-19900307-0134", "证件■"),
        ("家住云河市 银杏路77号3栋，欧女士", "家住■，■"),
        ("欧阳女士、欧阳\u200b晓露", "■、■"),
        ("139（5550）1234、139/5550/1234", "■、■"),
        ("call ANNA  LI", "call ■"),
        ("写到ouyang.xl@example.com和other@example.cn", "写到■和■"),
        ("证人电话13700001111，座机0571-88001235", "证人电话■，座机■"),
        ("证人440301198512121234说", "证人■说"),
        ("<b>欧阳晓露</b>", "<b>■</b>"),
    ],
)
def test_who_complained_and_how_people_are_reached_is_cut(text: str, left: str) -> None:
    """However a number is spaced, and of others by its shape."""
    assert CUT.cut(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "2026-09-01 10:30在C03窗口",
        "订单20260901007，文号〔2026〕12号",
        "本中心电话0571-88001234",
        "/cases/ed21115f03684e05909541a9cefa2a6d",
        "a13955509999f",
        "2251799813685249",
    ],
)
def test_days_orders_ids_and_the_office_itself_stay(text: str) -> None:
    """What the matter is about, and what addresses are made of."""
    assert CUT.cut(text) == text


def test_a_case_without_a_name_is_cut_by_shapes_alone() -> None:
    """An anonymous complaint has nothing in the vault."""
    assert ReadersCut(()).cut("欧阳晓露13955501234") == "欧阳晓露■"


def test_twenty_thousand_signs_without_a_point_take_no_longer_than_their_length() -> None:
    """Anybody may file so many, and every list cuts them: ten times the words are at most some thirty times the steps."""
    short, long = (_seconds("诉" * number) for number in (2_000, 20_000))
    assert long < 30 * short + 0.05


def _seconds(text: str) -> float:
    begun = process_time()
    for _ in range(20):
        CUT.cut(text)
    return process_time() - begun
