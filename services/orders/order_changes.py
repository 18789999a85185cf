"""What a work order says that it did not say before, whatever system wrote it and however it writes a moment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.clock.legal_time import as_iso
from models.ground.order_codes import OrderChange
from services.filing.raw_shapes import SECRECY, asks_secrecy
from services.orders.columns import (
    CALLER,
    CONTENT,
    EMAIL,
    NUMBER,
    PHONE,
    STATE,
    SUPPLEMENT,
    TITLE,
    URGED_AT,
    URGED_TIMES,
    URGED_WORDS,
    due_of,
    read_moment,
)

IDENTITY = (CALLER, PHONE, EMAIL)
WORDING = (TITLE, CONTENT, "事发地址", "诉求类型", "紧急程度", SECRECY, "回访要求")
URGING = (URGED_AT, URGED_WORDS)
_URGED_STATE = "催办"
# Said of by themselves, or where the order stands in the hotline's own system; every other column may hold news.
_OTHERWISE = frozenset({NUMBER, STATE, SUPPLEMENT, URGED_TIMES, *URGING, *IDENTITY, *WORDING, "序号"})
_NO_NEWS = re.compile("承办单位|状态$|时间$|日期$|时限$")
# What such a column says is for the vault, not for the file.
_OF_A_PERSON = re.compile("姓名|电话|手机|号码|证件|身份证|住址|联系|邮箱|诉求人|来电人")


@dataclass(frozen=True, slots=True)
class OrderChanges:
    """`reworded` by column, old and new; `supplement` and `urged_words` are what is new; no values of an identity."""

    kinds: frozenset[OrderChange] = frozenset()
    reworded: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    supplement: str = ""
    urged_words: str = ""
    due_at: datetime | None = None
    asks_secrecy: bool = False

    def __bool__(self) -> bool:
        """Whether the case learns anything; where the order stands in the hotline's own system is no news to it."""
        return bool(self.kinds)


def find_changes(old: Mapping[str, str], new: Mapping[str, str]) -> OrderChanges:
    """Columns that a file does not have are not emptied by it; what was unknown before is no change of words."""
    kinds: set[OrderChange] = set()
    reworded = {name: (old[name], new[name]) for name in WORDING if _is_other(name, old, new)}
    more = _more_columns(old, new)
    reworded |= {name: told for name, told in more.items() if not _OF_A_PERSON.search(name)}
    secrecy = asks_secrecy(new) and not asks_secrecy(old)
    if secrecy:
        reworded[SECRECY] = (old.get(SECRECY, ""), new[SECRECY])
    if reworded:
        kinds.add(OrderChange.REWORDED)
    if any(_is_other(name, old, new) for name in IDENTITY) or any(_OF_A_PERSON.search(name) for name in more):
        kinds.add(OrderChange.IDENTITY)
    due = _new_due(old, new)
    if due is not None:
        kinds.add(OrderChange.DUE)
    supplement = _added(old.get(SUPPLEMENT, ""), new.get(SUPPLEMENT, ""))
    if supplement:
        kinds.add(OrderChange.SUPPLEMENTED)
    if was_urged(old, new):
        kinds.add(OrderChange.URGED)
    urged_words = _added(old.get(URGED_WORDS, ""), new.get(URGED_WORDS, ""))
    return OrderChanges(frozenset(kinds), reworded, supplement, urged_words, due, secrecy)


def _is_other(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    return name in old and name in new and normal(old[name]) != normal(new[name])


def _more_columns(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of all others, such as 备注, 领导批示 and 办理要求, what they say now; none where the order's own words were unknown."""
    if not (TITLE in old or CONTENT in old):
        return {}
    return {
        name: (old.get(name, ""), value)
        for name, value in new.items()
        if name not in _OTHERWISE
        and not _NO_NEWS.search(name)
        and value.strip()
        and read_moment(value) is None
        and normal(value) != normal(old.get(name, ""))
    }


def was_urged(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Whether the hotline has urged since: a higher number, a later moment, other words, or the state of an urged order."""
    if (times := _count(new)) != (before := _count(old)):
        return times > before
    if any(new.get(name, "") and normal(new[name]) != normal(old.get(name, "")) for name in URGING):
        return True
    return _URGED_STATE in new.get(STATE, "") and _URGED_STATE not in old.get(STATE, "")


def merge(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The order as it is known now."""
    return {**old, **new, NUMBER: old.get(NUMBER) or new.get(NUMBER, "")}


def normal(text: str) -> str:
    """The same for the same value, however a system writes it."""
    told = text.strip().replace("\r\n", "\n")
    moment = read_moment(told) if told[:4].isdecimal() else None
    return told if moment is None else as_iso(moment)


def _count(fields: Mapping[str, str]) -> int:
    told = fields.get(URGED_TIMES, "").strip()
    return int(told) if told.isdecimal() and len(told) < 6 else 0


def _added(old: str, new: str) -> str:
    """Only what comes after the words that are known; all of it where they are others."""
    before, now = old.strip(), new.strip()
    if now == before:
        return ""
    return now.removeprefix(before).strip() if before else now


def _new_due(old: Mapping[str, str], new: Mapping[str, str]) -> datetime | None:
    told = due_of(new)
    return told if told is not None and told != due_of(old) else None
