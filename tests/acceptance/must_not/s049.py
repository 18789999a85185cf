"""S049: rare characters and joined emoji are kept whole."""

from __future__ import annotations

from html import unescape

from deploy.replay.must_not import Looked


def _respelled(looked: Looked) -> list[str]:
    page = unescape(looked.page())
    lost = [sign for sign in ("𠮷", "㐂") if sign not in page]
    return lost + [wrong for wrong in ("高吉喜", "高??", "\ufffd") if wrong in page]


def _cut(looked: Looked) -> list[str]:
    page = unescape(looked.page())
    return [sign for sign in ("👨‍👩‍👧‍👦", "🇨🇳", "😤") if sign not in page]


PREDICATES = {"S049": {"把𠮷写成吉、㐂写成喜或问号": _respelled, "截断、丢失代理对或组合表情": _cut}}
