"""W8: two units are asked apart; what one waives binds it alone."""

from __future__ import annotations

from deploy.replay.must_not import Looked

_REPLY, _WAIVER = "2026-12-04T15:20:00+08:00", "2026-12-03T10:30:00+08:00"


def _found_too_early(looked: Looked) -> list[str]:
    early = [row["form_id"] for row in looked.judged.case["submitted"] if row["at"] < _REPLY]
    found = [form for form in early if form == "record-findings"]
    return [form for form in early if form == "draft-opinion"] + found[1:]


def _waived_for_another(looked: Looked) -> list[str]:
    ended = {row["unit_code"]: row["ended_at"] or "" for row in looked.judged.case["respondent_requests"]}
    return [unit for unit, least in (("MZ", _REPLY), ("YH-ZW", _WAIVER)) if ended.get(unit, least) < least]


def _crossed(looked: Looked) -> list[str]:
    crossed = looked.seen_by("MZ", "导服台") + looked.seen_by("YH-ZW", "户口簿")
    return crossed + looked.units_saw("滕寻本", "陪母亲")


def _taken_off_the_limit(looked: Looked) -> list[str]:
    return [str(pause) for clock in looked.clocks("resolve") for pause in clock["pauses"]]


PREDICATES = {
    "W8": {
        "12月4日15:20以前第1项就有认定入卷，或整件已有处理意见": _found_too_early,
        "把第2项的放弃当作第1项也可以认定，或没有书面就按放弃办": _waived_for_another,
        "把一个单位的事项清单给另一个单位，或在清单里写出来电人、其母亲": _crossed,
        "把等候陈述的几天从办结期限里扣除": _taken_off_the_limit,
    }
}
