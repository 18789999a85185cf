"""Every legal date, what stood still or was moved, and which limits were missed."""

from __future__ import annotations

from datetime import date, datetime

from deploy.replay.judging.judged import Json, Judged, Pairs
from deploy.replay.story_clock import story_clock_of
from models.case.lifecycle import ClockKind

# Which limit a step that is late on purpose misses.
_LIMIT_OF_STEP = {
    "accept": ClockKind.ACCEPTANCE,
    "refuse": ClockKind.ACCEPTANCE,
    "refer": ClockKind.ACCEPTANCE,
    "merge": ClockKind.ACCEPTANCE,
    "settle_on_spot": ClockKind.RESOLVE,
    "opinion": ClockKind.RESOLVE,
    "approve": ClockKind.RESOLVE,
    "feedback": ClockKind.FEEDBACK,
    "interim_feedback": ClockKind.FEEDBACK,
    "return_visit": ClockKind.RETURN_VISIT,
    "referral_signed": ClockKind.REFERRAL_SIGN_OFF,
}
_JUDGED = frozenset(_LIMIT_OF_STEP.values())


def date_pairs(judged: Judged) -> Pairs:
    """Dates as far as the story came; at its end also what it does not tell must not have happened."""
    dates = story_clock_of(judged.case)
    reached = {"effective_received", "acceptance_due"}
    if dates.get("accepted_on"):
        reached |= {"accepted_on", "limit_workdays", "resolve_due"}
    if judged.is_complete:
        reached = set(dates)
    wanted = {**_WITHOUT, **judged.clock}
    if (own := _own_limit(judged)) is not None:
        wanted["resolve_due"] = own.isoformat()
    return [(f"story_clock.{key}", wanted.get(key), dates.get(key)) for key in sorted(reached)]


def _own_limit(judged: Judged) -> date | None:
    """The day that the hotline wants the order handled by, where it is earlier than the story's: its clock is told without it."""
    told, due = judged.story.raw.get("row", {}).get("办理时限"), judged.clock.get("resolve_due")
    if not told or not due:
        return None
    own = datetime.fromisoformat(told).date()
    return own if own < date.fromisoformat(due) else None


# What a story that tells nothing of it has.
_WITHOUT: dict[str, object] = {"paused": []}


def extension_pairs(judged: Judged) -> Pairs:
    """As many extensions as the story tells."""
    told = sum(step.action == "extend" for step in judged.steps)
    effective = sum(bool(row["is_effective"]) for row in judged.case["extensions"])
    return [("extensions", told, effective)]


def lateness_pairs(judged: Judged) -> Pairs:
    """Exactly the steps that are late on purpose are late; each limit with the day on which it ended at last."""
    wanted = sorted(
        f"{_LIMIT_OF_STEP[step.action].value} {step.at.date().isoformat()}"
        for step in judged.steps
        if step.data.get("late") and step.action in _LIMIT_OF_STEP
    )
    late = [row for row in judged.case["clocks"] if row["kind"] in _JUDGED and _is_late(row)]
    seen = sorted(_told(row) for row in late if not _is_late_by_own_limit_alone(row, judged))
    return [("late", wanted, seen)]


def _is_late(clock: Json) -> bool:
    if clock["stopped_at"] is None:
        return bool(clock["rung"] in ("over", "supervised"))
    return datetime.fromisoformat(clock["stopped_at"]) > datetime.fromisoformat(clock["due_at"])


def _is_late_by_own_limit_alone(clock: Json, judged: Judged) -> bool:
    """No story says that it missed what the hotline wanted; it tells of its own limit."""
    if clock["kind"] != ClockKind.RESOLVE or _own_limit(judged) is None or clock["stopped_at"] is None:
        return False
    moved = judged.clock.get("resolve_due_after_pauses_and_extension")
    return datetime.fromisoformat(clock["stopped_at"]).date() <= date.fromisoformat(
        moved or judged.clock["resolve_due"]
    )


def _told(clock: Json) -> str:
    ended = clock["stopped_at"]
    day = datetime.fromisoformat(ended).date().isoformat() if ended else "open"
    return f"{clock['kind']} {day}"
