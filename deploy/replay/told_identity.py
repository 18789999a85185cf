"""What a clerk reads of a complainant's identity in words that were not given by field."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?:\+86[ -]?)?\d{3,4}[- ]\d{4}[- ]\d{4}")
_NAMES = (
    re.compile(r"我叫([^\s，。,、（(]{2,4})"),
    re.compile(r"来电人(?:自称)?([^\s，。,、：:]{2,4})[，,]"),
    re.compile(r"姓(.)[,，]?\s*(\1[^\s，。,、]{1,2})"),
    re.compile(r"[\s\"]([^\s，。,、：:\"]{2,4})[\s,，]+(?:电话\s*)?\d{3,4}-\d{4}-\d{4}"),
)
_ADDRESS = re.compile(r"回信请寄[：:]([^\n，。]+)")


def find_phone(text: str) -> str:
    """The first telephone number in the words; empty without one."""
    found = _PHONE.search(text)
    return found.group(0) if found else ""


def find_name(text: str) -> str:
    """The name a person gives of himself; empty when none is told."""
    for pattern in _NAMES:
        found = pattern.search(text)
        if found:
            return found.group(found.lastindex or 1)
    return ""


def find_address(text: str) -> str:
    """Where a person asks to be written to; empty when he does not."""
    found = _ADDRESS.search(text)
    return found.group(1).strip() if found else ""
