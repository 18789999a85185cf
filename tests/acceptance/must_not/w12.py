"""W12: a clerk corrects what the machine suggested; a suggestion beside a complaint."""

from __future__ import annotations

from deploy.replay.must_not import Looked


def _praised_unit(looked: Looked) -> list[str]:
    respondent = looked.judged.case["respondent"] or {}
    asked = [row["unit_code"] for row in looked.judged.case["respondent_requests"]]
    named = [unit for unit in (respondent.get("unit"), *asked) if unit == "GJ"]
    return [f"unit {unit}" for unit in named] + looked.seen_by("GJ", "")


def _suggestion_lost(looked: Looked) -> list[str]:
    return [] if looked.judged.case["suggestion"] else ["what was suggested"]


def _found_of_a_suggestion(looked: Looked) -> list[str]:
    second = looked.matter(2)
    return [str(second["finding"])] if second and second["finding"] else []


def _without_a_reason(looked: Looked) -> list[str]:
    told = looked.progress()
    return [] if "部分采纳" in told and "未采纳" in told else ["what is not adopted, and why"]


PREDICATES = {
    "W12": {
        "向公积金或G02人员送达清单、计入其投诉数": _praised_unit,
        "覆盖系统原建议而不留原值、改正人和理由": _suggestion_lost,
        "对建议事项作属实与否的认定": _found_of_a_suggestion,
        "只答“部分采纳”而不说明未采纳部分的理由": _without_a_reason,
    }
}
