"""SE-33: passwords that are put together of what everybody tries are refused, and those of a few uncommon words are not."""

from __future__ import annotations

import pytest

from services.accounts.weak_password import is_weak, read_common

OWN = ("wen.rusheng", "温如声", "政务服务中心")


def test_the_lists_hold_three_thousand_common_passwords_and_what_chinese_writers_choose() -> None:
    """SE-33: 3,000 and more; of the sound of love, of a keyboard's columns, of places and offices."""
    assert len(read_common()) > 3_000
    assert {"1qaz2wsx", "5201314", "woaini", "letmein", "beijing", "zhengwu"} <= read_common()
    assert not any(word.startswith("#") for word in read_common())


@pytest.mark.parametrize(
    "password",
    [
        "Password1234!",
        "P@ssw0rd2026!",
        "woaini5201314",
        "Woaini@5201314",
        "1qaz2wsx3edc",
        "1QAZ@WSX3edc",
        "zaq12wsxcde3",
        "qwertyuiop[]",
        "Aa123456789!",
        "abcdefgh1234",
        "sunshineflower99",
        "Zhang@2026beijing",
        "19900101wangwu",
        "yunhe-2026-zhengwu",
        "a1b2c3a1b2c3a1b2c3",
        "ｐａｓｓｗｏｒｄ２０２６",
        "rusheng-xk4q9zt7m",
        "xk4q9zt7m温如声2",
        "窗口政务服务中心好的呀",
    ],
)
def test_what_everybody_tries_first_is_weak(password: str) -> None:
    """SE-33: common passwords joined, keyboards walked, dates, the login, the name and the office."""
    assert is_weak(password, OWN)


@pytest.mark.parametrize(
    "password",
    [
        "Kestrel-Harbour-77",
        "山高水长 2026 清风",
        "correct horse battery staple",
        "x9Kq#mv2TzLp",
        "vUzGx3WhTqYpRb2c",
    ],
)
def test_a_few_uncommon_words_or_random_letters_are_not(password: str) -> None:
    """No rule of capitals and digits: length and not being guessed is what counts (ASVS 6.2.5)."""
    assert not is_weak(password, OWN)
