"""A case of which little is on file yet: no section of its page is an empty box."""

from __future__ import annotations

import re

import pytest

from api.staff.case_sections import SECTIONS
from tests.served_office import ServedOffice

_SHOWN = re.compile(
    r'<div class="case-section[^>]*>(.*?)<dialog|<div class="case-section[^>]*>(.*?)</main>', re.S
)


@pytest.mark.parametrize("place", [section.place for section in SECTIONS])
def test_every_section_of_a_new_case_says_something(served_office: ServedOffice, place: str) -> None:
    """Who opens it reads that nothing is there yet, and what will be."""
    filed = served_office.office.file(address=f"203.0.113.{100 + len(place)}")
    page = served_office.visitor("wen.rusheng").get(f"/cases/{filed.complaint_id}/{place}".rstrip("/"))
    found = _SHOWN.search(page.text)
    assert page.status_code == 200 and found
    words = re.sub(r"<[^>]+>", " ", found[1] or found[2]).split()
    assert words, place
    if place == "investigation":
        assert "本栏目暂无内容。" in words
