"""A mobile number is read however it was typed, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from models.vault.normalised import find_mobile, normalise_phone
from services.filing.contact_ways import find_contact_faults

# Full-width digits are what a Chinese keyboard gives.
TYPED = (
    "13800138000",
    "１３８００１３８０００",
    "138.0013.8000",
    "138–0013–8000",
    "138—0013—8000",
    "008613800138000",
    "（+86）138−0013−8000",
    "＋86 138 0013 8000",
)


@pytest.mark.parametrize("typed", TYPED)
def test_what_the_form_takes_is_written_to_and_found_by_the_same_number(typed: str) -> None:
    assert find_contact_faults(typed, "") == {}
    assert (find_mobile(typed), normalise_phone(typed)) == ("13800138000", "13800138000")


@pytest.mark.parametrize(
    "typed", ["0571-8000-0201", "+13800138000", "13800138000转8", "13800138000（儿子）", "12800138000", ""]
)
def test_a_line_in_a_house_an_extension_or_a_number_from_abroad_takes_no_sms(typed: str) -> None:
    """Of what somebody wrote beside it nobody knows whose number it is."""
    assert find_mobile(typed) is None
