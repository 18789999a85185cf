"""W11: an answer by registered letter; the return visit counts from its delivery, and has three attempts."""

from __future__ import annotations

from deploy.replay.must_not import Looked

_DELIVERED = "2026-12-18"


def _counted_from_the_sending(looked: Looked) -> list[str]:
    return [f"return visit since {at}" for at in looked.opened("return_visit") if at < _DELIVERED]


def _closed_too_early(looked: Looked) -> list[str]:
    visits = [form for form in looked.done_by("fang.huiyin") if form == "record-return-visit"]
    return [] if len(visits) == len((1, 2, 3)) else [f"{len(visits)} attempts"]


PREDICATES = {
    "W11": {
        "以寄出日或短信发出日记为送达日": _counted_from_the_sending,
        "未接通计为满意，或第二次未接通即归档": _closed_too_early,
    }
}
