"""Resident identity numbers: form and check digit (GB 11643-1999). Pure."""

import re

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_FORM = re.compile(r"\d{17}[\dX]")


def check_digit_of(first_17: str) -> str:
    """The check digit of 17 digits (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def is_valid_id_number(number: str) -> bool:
    """Whether the number has 18 places and the right check digit; a small x counts as X."""
    number = number.strip().upper()
    return bool(_FORM.fullmatch(number)) and check_digit_of(number[:17]) == number[17]
