"""Masked forms and the check digit of identity numbers."""

from __future__ import annotations

import pytest

from models.vault.id_number import check_digit_of, is_valid_id_number
from models.vault.masking import mask_email, mask_id_number, mask_name, mask_phone, mask_text


def test_masked_forms_keep_enough_to_recognise_ones_own() -> None:
    assert mask_name("张三") == "张*"
    assert mask_phone("199-0000-0001") == "199****0001"
    assert mask_id_number("990101199007220159") == "990101********0159"
    assert mask_email("zhang@example.cn") == "z***@example.cn"


def test_free_text_loses_numbers_and_addresses() -> None:
    text = mask_text("身份证990101199007220159，电话199-0000-0001或19900000001，邮箱a.b@example.com。")
    assert text == "身份证990101********0159，电话199****0001或199****0001，邮箱a***@example.com。"


@pytest.mark.parametrize("value", ["", "7", "1234567", "x"])
def test_short_values_show_nothing_more(value: str) -> None:
    assert value not in mask_phone(value) or value in ("", "x")
    assert set(mask_id_number(value)) <= {"*"}


def test_the_check_digit_is_that_of_gb_11643() -> None:
    first = "99010119900722015"
    right = first + check_digit_of(first)
    assert is_valid_id_number(right)
    assert is_valid_id_number(f" {right.lower()} ")
    wrong = [first + digit for digit in "0123456789X" if digit != right[-1]]
    assert not any(is_valid_id_number(number) for number in wrong)
    assert not is_valid_id_number(right[:-1])
