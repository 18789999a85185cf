"""Tells an address of a letter from what is said of a person: 主任您好 and 尊敬的某主任： speak to somebody, not of him. Pure."""

import re

# What may stand before and after the person in an address; it begins a line or a sentence.
_BEFORE = re.compile(r"(?:^|[\n。！!？?；;])[\s\u3000]*(?:尊敬的|敬爱的|亲爱的|致|呈)?[\u4e00-\u9fff]{0,8}$")
_AFTER = re.compile(
    r"(?:主任|副主任|科长|副科长|领导|同志|先生|女士)*(?:您好|你好|好|台鉴|钧鉴|阁下|敬启|[:：]|[,，]?\s*(?:您好|你好))"
)
# Words between a line's beginning and the person that make it a sentence about him.
_SAYS = re.compile(r"[说讲叫让把被给对向由是在要]|投诉|反映|举报")
_LONGEST_BEFORE = 12


def is_address(text: str, start: int, end: int) -> bool:
    """Whether the person at these places of the text is spoken to there."""
    before = text[max(0, start - _LONGEST_BEFORE) : start]
    found = _BEFORE.search(before if start > _LONGEST_BEFORE else f"\n{before}")
    return found is not None and not _SAYS.search(found.group()) and _AFTER.match(text, end) is not None


def is_told_of(name: str, text: str) -> bool:
    """Whether the text says something of a person of this name, and does not only speak to him."""
    places = (found.span() for found in re.finditer(re.escape(name), text))
    return bool(name) and any(not is_address(text, *place) for place in places)
