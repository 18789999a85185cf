"""Whether something of a complainant reached a unit, a sheet that leaves or the engine beyond what may be told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from deploy.replay.judging.judged import Judged, Pairs
from deploy.replay.told_identity import find_name, find_phone

WITH_NAME, WITH_TIME = 2, 1
# Told with the name, on the second level.
_NAME_KEYS = frozenset({"name", "organisation", "handling_number", "诉求人", "reviewer_nick"})
_NEVER_KEYS = frozenset(
    {"id_number", "phone", "email", "postal_address", "caller_number", "openid", "联系电话", "query_code"}
)
_NOBODY = frozenset({"匿名", "匿名用户", "（要求保密）", "不留名"})
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LEAST = 2  # characters; a single one stands everywhere


def leak_pairs(judged: Judged) -> Pairs:
    """One pair: the places at which a forbidden word was seen. No word itself is told, a report is read by many."""
    found = [f"{view.where} of {view.who}" for view in judged.views if _holds(view.text, _forbidden(judged))]
    if _holds(judged.variables, _identity(judged.story.raw, WITH_TIME)):
        found.append("variables of the engine")
    return [("leaks", [], sorted(set(found)))]


def _forbidden(judged: Judged) -> set[str]:
    level = int(judged.wish["disclosure_level"])
    words = _identity(judged.story.raw, level)
    if level < WITH_TIME:
        words |= set(_days(judged))
    return words


def _identity(raw: Mapping[str, Any], level: int) -> set[str]:
    """The words by which the complainant could be known and that may not be told on this level."""
    told = dict(_texts(raw))
    hidden = _NEVER_KEYS if level >= WITH_NAME else _NEVER_KEYS | _NAME_KEYS
    words = {text for key, text in _texts(raw) if key in hidden}
    whole = json.dumps(raw, ensure_ascii=False).replace("\\n", "\n")
    words |= {find_phone(whole), *_ADDRESS.findall(str(told.get("from", "")))}
    if level < WITH_NAME:
        words.add(find_name(whole))
    words |= {re.sub(r"\D", "", word) for word in words if re.fullmatch(r"[+\d -]{7,}", word)}
    return {word.strip() for word in words if len(word.strip()) >= _LEAST} - _NOBODY


def _texts(raw: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(raw, Mapping):
        for name, value in raw.items():
            # Names of files are nobody's.
            if name != "attachments":
                yield from _texts(value, str(name))
    elif isinstance(raw, list):
        for value in raw:
            yield from _texts(value, key)
    elif isinstance(raw, str):
        yield key, raw


def _days(judged: Judged) -> Iterator[str]:
    """The days on which it happened, unless the neutral wording names them itself."""
    neutral = "".join(matter["text"] for matter in judged.wish["matters"])
    for matter in judged.wish["matters"]:
        for year, month, day in _DAY.findall(matter["occurred"] or ""):
            told = date(int(year), int(month), int(day))
            if (words := f"{told.month}月{told.day}日") not in neutral:
                yield words


def _holds(text: str, words: set[str]) -> bool:
    return any(word in text for word in words)
