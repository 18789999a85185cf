"""Masked forms of personal data."""

from __future__ import annotations

import pytest

from models.vault.masking import mask_email, mask_id_number, mask_name, mask_phone


def test_masked_forms_keep_enough_to_recognise_ones_own() -> None:
    assert mask_name("张三") == "张*"
    assert mask_phone("199-0000-0001") == "199****0001"
    assert mask_id_number("990101199007220159") == "990101********0159"
    assert mask_email("zhang@example.cn") == "z***@example.cn"


@pytest.mark.parametrize("value", ["", "7", "1234567", "x"])
def test_short_values_show_nothing_more(value: str) -> None:
    assert value not in mask_phone(value) or value in ("", "x")
    assert set(mask_id_number(value)) <= {"*"}
