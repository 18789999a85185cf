"""Who says in a complaint that he speaks for others."""

from __future__ import annotations

import pytest

from models.case.spoken_representative import find_speaking_for_others


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("我愿意作代表，其他人不用再打电话。", "我愿意作代表"),
        ("受同来六人委托反映", "受同来六人委托"),
        ("受其他六人委托反映", "受其他六人委托"),
        ("我是公司的法定代表人。", None),
        ("我找首席代表说过了。", None),
        ("我要求代表出来说明。", None),
    ],
)
def test_who_speaks_for_others_says_so(words: str, spoken: str | None) -> None:
    assert find_speaking_for_others(words) == spoken
