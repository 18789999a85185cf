"""W10: a refusal is proposed, sent back with a reason, and the case accepted by a person."""

from __future__ import annotations

from deploy.replay.must_not import Looked


def _told_too_early(looked: Looked) -> list[str]:
    return ["the progress page"] if "不予受理" in looked.progress() else []


def _sent_back_by_nobody(looked: Looked) -> list[str]:
    approver = [form for form in looked.done_by("heng.gongyun") if form.startswith("approve-")]
    clerk = [form for form in looked.done_by("wen.rusheng") if form == "decide-acceptance"]
    missing = [] if len(approver) > 1 else ["who sent it back"]
    return missing if len(clerk) > 1 else [*missing, "who accepted it"]


def _limit_moved(looked: Looked) -> list[str]:
    clocks = looked.clocks("acceptance")
    moved = [f"due {clock['due_at']}" for clock in clocks if clock["due_at"] != clock["original_due_at"]]
    return moved + ["opened anew"] * (len(clocks) > 1)


PREDICATES = {
    "W10": {
        "批准之前就告知投诉人不予受理": _told_too_early,
        "退回不留退回人和理由，或由系统改成受理": _sent_back_by_nobody,
        "受理期限因退回停钟或重新起算": _limit_moved,
    }
}
