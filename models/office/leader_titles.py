"""Finds where a text speaks of a leader of the centre by his title alone (你们主任, 那个科长). Pure.

A suggestion to ask a person: whom it means is never guessed. Words of other bodies (班主任, 居委会主任, 主任医师) are none, an
address is none, and neither is a title that stands with the full name of somebody of the centre.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.office.salutation import is_address

_BRACKETS = re.compile(r"[（(].*?[)）]")
# The part of a post that people say: 中心主任 is called 主任, 副主任 stays what it is.
_SPOKEN = re.compile(r"副?(?:主任|科长|处长|局长|部长|所长|站长|组长)$")
_OTHER_POSTS = re.compile(r"医师|护师|护士|医生|委员|编辑|记者|科员|助理|家访")
# Bodies that have leaders of the same name and are not this centre.
_OTHER_BODIES = re.compile(
    r"(?:居委会?|村委会?|业委会|委员会|管委会|社区|街道|村|班|年级|教研室|车间|医院|卫生院|学校|幼儿园|物业|公司|银行|厂|"
    r"协会|办公室|研究所|派出所|司法所|[\u4e00-\u9fff]局|[区县镇乡]政务服务中心)的?$"
)
_SENTENCE_ENDS = re.compile(r"[。！？!?；;\n]")
_LONGEST_BEFORE = 12


@dataclass(frozen=True, slots=True)
class SpokenTitle:
    """The title and the sentence it stands in, as it is written."""

    title: str
    sentence: str


def spoken_title(post: str) -> str | None:
    """What a member of staff with this post is called; None for a post that is no leader's."""
    found = _SPOKEN.search(_BRACKETS.sub("", post).strip())
    return found.group() if found else None


def find_spoken_title(text: str, titles: Collection[str], names: Collection[str]) -> SpokenTitle | None:
    """The first place that speaks of somebody by one of these titles; `names` are those of the centre's people."""
    # The longer first: 副主任 holds 主任.
    known = "|".join(re.escape(title) for title in sorted(titles, key=len, reverse=True))
    for found in re.finditer(known, text) if known else ():
        if _is_meant(text, found.start(), found.end(), names):
            return SpokenTitle(found.group(), _sentence_around(text, found.start(), found.end()))
    return None


def choose_office(sentence: str, cores: Mapping[str, str]) -> str | None:
    """The code of the unit whose telling word (its name without 科, 处 ...) the sentence has part of; None for none."""
    for code, core in cores.items():
        if any(core[start : start + 2] in sentence for start in range(len(core) - 1)):
            return code
    return None


def _is_meant(text: str, start: int, end: int, names: Collection[str]) -> bool:
    before, after = text[max(0, start - _LONGEST_BEFORE) : start], text[end : end + 2]
    return not (
        is_address(text, start, end)
        or _OTHER_POSTS.match(after)
        or _OTHER_BODIES.search(before)
        or (before.endswith("副") and not text[start:end].startswith("副"))
        or any(before.endswith(name) or after.startswith(name[:2]) for name in names)
    )


def _sentence_around(text: str, start: int, end: int) -> str:
    begins = max((found.end() for found in _SENTENCE_ENDS.finditer(text, 0, start)), default=0)
    ending = _SENTENCE_ENDS.search(text, end)
    return text[begins : ending.end() if ending else len(text)].strip()
