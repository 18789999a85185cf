"""Splits what is wanted into separately answerable claims (诉求) by its own numbering; a suggestion, people correct it."""

import re

from models.case.claim import MAX_CLAIM_LENGTH, MAX_CLAIMS

# The claim of a complaint that names no wish: somebody has to look at what it tells.
UNSPOKEN_CLAIM = "处理所反映的问题"

_NUMBERED = re.compile(
    r"(?:^|(?<=[\s；;。，,、：:]))"
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十]{1,3}[，、,：:]|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:[、．)）]|\.(?!\d))|[①②③④⑤⑥⑦⑧⑨⑩])"
)
_SEPARATED = re.compile(r"[；;\n]+")
_EDGES = " \t\r\n　；;。，,、.．"


def split_claims(wanted: str) -> list[str]:
    """At least one claim, in the order of the text; numbered parts first, else parts between semicolons or lines."""
    parts = _numbered_parts(wanted) or _SEPARATED.split(wanted)
    claims = [part.strip(_EDGES)[:MAX_CLAIM_LENGTH] for part in parts]
    return [claim for claim in claims if claim][:MAX_CLAIMS] or [UNSPOKEN_CLAIM]


def _numbered_parts(wanted: str) -> list[str]:
    marks = list(_NUMBERED.finditer(wanted))
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(wanted)]
    return [wanted[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
