"""What a page says of law, ethics and talk beside what is decided on it."""

from __future__ import annotations

import html
import re

from api.i18n import _catalogue

KINDS = ("law", "ethics", "talk")


def guidance_of(page: str) -> dict[str, str]:
    """By heading what is folded beside the form."""
    block = re.search(r"<details data-guidance>(.*?)</details>", page, re.S)
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", block[1], re.S) if block else []
    return {html.unescape(title): html.unescape(words) for title, words in pairs}


def assert_guided(page: str, code: str) -> None:
    """The Chinese page of this task of the office shows its own three texts, once, and no others."""
    words = _catalogue("zh")
    told = {words[f"guidance_kind.{kind}"]: words[f"office_guidance.{code}.{kind}"] for kind in KINDS}
    assert guidance_of(page) == told, code
    assert page.count("data-guidance") == 1, code
