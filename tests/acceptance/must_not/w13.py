"""W13: a file that lives by letters alone, with a window, a letter that came back, and a review."""

from __future__ import annotations

from deploy.replay.must_not import Looked

_CAME, _DELIVERED = "2026-12-02T09:40:00+08:00", "2026-12-17"
_TOOK_PART = frozenset({"heng.gongyun", "zhen.juquan", "wen.rusheng", "hui.fangyi"})
_TRAITS = ("八十一", "一个人住", "独居", "柳荫里", "桂花里", "女儿")


def _found_too_early(looked: Looked) -> list[str]:
    early = [row["form_id"] for row in looked.judged.case["submitted"] if row["at"] < _CAME]
    due = [clock["due_at"] for clock in looked.clocks("resolve") if clock["due_at"] < "2026-12-16"]
    return [form for form in early if form in ("record-findings", "draft-opinion")] + due


def _counted_from_the_sending(looked: Looked) -> list[str]:
    return [f"return visit since {at}" for at in looked.opened("return_visit") if at < _DELIVERED]


def _reviewed_by_who_took_part(looked: Looked) -> list[str]:
    decided = [row["by"] for row in looked.judged.case["submitted"] if "review" in row["form_id"]]
    return [login for login in decided if login in _TOOK_PART]


def _first_finding_stays(looked: Looked) -> list[str]:
    second = looked.matter(2)
    now = [] if second and second["finding"] == "substantiated" else ["the second matter"]
    first = [row for row in looked.judged.case["submitted"] if row["form_id"] == "draft-opinion"]
    return now if first else [*now, "the first opinion is gone"]


PREDICATES = {
    "W13": {
        "补充材料寄到以前把认定写入卷内，或停钟以后仍按12月8日记办结期限": _found_too_early,
        "第一次挂号退回后记为已送达、办结，或再寄原址，或回访期限从12月9日起算": _counted_from_the_sending,
        "同意书寄到（12月2日）以前向公安局（驻厅）告知姓名、编号；任何时候告知其年龄、独居、住址或搬到女儿家": (
            lambda looked: looked.units_saw(*_TRAITS)
        ),
        "由衡公允、甄据全、温如声、惠访意或其他参与过原办理的人复查或决定复查": _reviewed_by_who_took_part,
        "复查改变后仍以原认定答复、统计，或删去原认定不留痕": _first_finding_stays,
    }
}
