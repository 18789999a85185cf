"""What stands behind the words of a page with an identity."""

from __future__ import annotations

import re

import httpx

_MARK = re.compile(r'<div class="watermark" aria-hidden="true">(.*?)</div>', re.S)


def mark_of(page: httpx.Response) -> list[str]:
    """What stands behind the words, place by place."""
    found = _MARK.search(page.text)
    return re.findall(r"<span>([^<]+)</span>", found[1]) if found else []
