"""Every comparison that the samples' README lists, with the name under which it is a difference, and each seen to fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from deploy.replay import comparison
from deploy.replay.cases import Offer, View
from deploy.replay.comparison import compare, compare_second
from deploy.replay.judging.agreement import AGREEMENT_FIELDS
from deploy.replay.judging.judged import Judged
from tests.replay.as_expected import clock, judged, names
from tests.replay.test_comparison import ALTERED, DONE_BESIDE, STILL_OPEN, fields

README = Path(__file__).resolve().parents[3] / "shared" / "samples" / "README.md"

# What the README calls a difference, in its words and order; the fields of a difference that shows it.
LISTED: dict[str, tuple[str, ...]] = {
    "`decision`": ("decision",),
    "also by matter": ("matters.N.decision", "matters.N.nonaccept_ground", "matters.N.refer_to"),
    "`nonaccept_ground`": ("nonaccept_ground",),
    "`refer_to`": ("refer_to",),
    "`route`": ("route",),
    "`complexity`": ("complexity",),
    "findings, disposals and adoptions by matter number": (
        "matters.N.finding",
        "matters.N.disposals",
        "matters.N.adoption",
    ),
    "answers by claim number": ("claims.N.answer", "claims.own.answer"),
    "`identity`": ("identity",),
    "what it was merged into": ("merged_into",),
    "`answered_in`": ("answered_in", "mass_group"),
    "every date of `story_clock`": (
        "story_clock.effective_received",
        "story_clock.acceptance_due",
        "story_clock.acceptance_due_after_supplement_pause",
        "story_clock.accepted_on",
        "story_clock.limit_workdays",
        "story_clock.resolve_due",
        "story_clock.resolve_due_after_pauses_and_extension",
    ),
    "pauses and extensions that the story does not have": ("story_clock.paused", "extensions"),
    "lateness of acceptance, resolve, feedback, return visit and sign-off": ("late",),
    "that no login of `recusal` decides, investigates, approves or is offered such a task": (
        "recusal.LOGIN.done",
        "recusal.LOGIN.offered",
    ),
    "that the last step leaves the file closed": ("closed",),
}
EXACTLY = "exactly the steps marked `late`"
# In other rows of it: of figures that are differences after `correct_registration`, and of what must not happen.
LISTED_IN_THE_README = {
    "but respondent, category and numbers of matters and claims": (
        "respondent",
        "category",
        "matters",
        "claims",
    ),
    "a general check for leaks in every case": ("leaks",),
}
# engineering.md names who approved, too.
LISTED_ELSEWHERE = {**LISTED_IN_THE_README, "approver": ("approvers",)}
# Lived, not read at the end: a difference of the step, and what two pages tell of each other.
LIVED = {
    "every `expect_refusal` and `findings_attempt`": "tests/replay/test_refusals.py",
    "a predicate by sample for the rest": "tests/replay/test_must_not.py",
}
KINDS = ("acceptance", "resolve", "feedback", "return_visit", "referral_sign_off")


def plain(field: str) -> str:
    """The field without the numbers and logins of one case."""
    return re.sub(r"^recusal\.[\w.]+\.(done|offered)$", r"recusal.LOGIN.\1", re.sub(r"\.\d+\.", ".N.", field))


def all_pairs(told: Judged) -> Iterator[str]:
    """The fields that are compared of a story, whether they agree or not."""
    parts = (
        "decision_pairs",
        "date_pairs",
        "recusal_pairs",
        "registration_pairs",
        "leak_pairs",
        "_pairs_at_the_end",
    )
    for name in parts:
        yield from (plain(field) for field, _, _ in vars(comparison)[name](told))


def seen_to_fail() -> set[str]:
    """The fields that the tables of alterations name, each of which is a test of its own, and those altered below."""
    altered = {plain(field) for _, _, found in chain(ALTERED, DONE_BESIDE) for field in found}
    return altered | {plain(field) for field in BY_HAND}


def by_hand() -> dict[str, Judged]:
    """Alterations that touch no field of the case: offers, views, and what a person had put right."""
    offered = Offer("heng.gongyun", "draft-opinion", 3, "2026-09-20T11:00:00+08:00")
    corrected = judged("W12")
    corrected.case.update(category="buck_passing", respondent=None)
    corrected.case["matters"].append({**corrected.case["matters"][0], "no": 9})
    corrected.case["claims"].append({"no": 9, "answer": None})
    return {
        "recusal.heng.gongyun.offered": replace(judged("S023"), offers=(offered,)),
        "leaks": replace(judged("S023"), views=(View("SJ", "sheet", "史无前"),)),
        **dict.fromkeys(("respondent", "category", "matters", "claims"), corrected),
    }


BY_HAND = by_hand()


@pytest.mark.parametrize("field", list(BY_HAND))
def test_what_touches_no_field_of_the_case_is_a_difference_too(field: str) -> None:
    assert field in fields(BY_HAND[field])


def test_every_comparison_that_is_made_fails_when_a_test_alters_it() -> None:
    """Of all stories: what is compared of any of them, and what no alteration has shown to fail."""
    made = {field for name in names() for field in all_pairs(judged(name))}
    assert made - seen_to_fail() == set()


def test_every_comparison_that_is_listed_is_made_and_no_other() -> None:
    listed = {field for found in (*LISTED.values(), *LISTED_ELSEWHERE.values()) for field in found}
    assert listed == seen_to_fail()


def test_the_list_is_that_of_the_readme() -> None:
    """Its row says nothing that this list does not, and the other way round."""
    if not README.exists():
        pytest.skip(f"no {README}: the samples' README is not beside this clone")
    text = README.read_text(encoding="utf-8")
    left = next(line for line in text.splitlines() if "**difference**: must agree" in line).split("|")[1]
    for phrase in (*LISTED, EXACTLY, "every `expect_refusal` and `findings_attempt`"):
        assert phrase in left
        left = left.replace(phrase, "", 1)
    assert set(re.findall("[a-z]+", left)) == {"and"}
    assert [phrase for phrase in (*LISTED_IN_THE_README, *LIVED) if phrase not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_late_is_exactly_what_the_story_marks_on_each_of_the_five_clocks(kind: str) -> None:
    """One that runs over unmarked is a difference on each of them; a clock of the house's own beside them is none."""
    for late in (
        clock(kind, "2026-09-11", stopped="2026-09-14T10:00:00+08:00"),
        {**STILL_OPEN, "kind": kind},
    ):
        told = judged("W1")
        told.case["clocks"].append({**late, "round": 2})
        assert "late" in fields(told)
    in_time = judged("W1")
    on_the_minute = clock(kind, "2026-09-11", stopped="2026-09-11T17:00:00+08:00")
    in_time.case["clocks"].append({**on_the_minute, "round": 2})
    assert "late" not in fields(in_time)
    own = judged("W1")
    own.case["clocks"].append(clock("investigation", "2026-09-11", stopped="2026-09-14T10:00:00+08:00"))
    assert fields(own) == []


SECOND: list[tuple[str, Any]] = [
    ("second.story_clock.resolve_due", lambda told: told.clock.update(resolve_due="2026-12-03")),
    ("second.story_clock.acceptance_due", lambda told: told.clock.update(acceptance_due="2026-11-23")),
    ("second.extensions", lambda told: told.case.update(extensions=[{"is_effective": True}])),
    ("second.late", lambda told: told.case["clocks"].append(STILL_OPEN)),
    ("second.approvers", lambda told: told.case.update(submitted=[])),
    ("second.closed", lambda told: told.case.update(is_closed=False)),
]


@pytest.mark.parametrize(("field", "alter"), SECOND)
def test_the_file_that_was_taken_out_is_held_against_the_story_too(field: str, alter: Any) -> None:
    """S059: both files have their own clocks, and both are to be those of the story."""
    told = judged("S059")
    assert compare_second(told) == []
    assert compare(told) == []
    alter(told)
    assert [difference.field for difference in compare_second(told)] == [field]


def test_every_figure_is_one_of_the_seven() -> None:
    assert AGREEMENT_FIELDS == (
        "category",
        "matters",
        "claims",
        "kind",
        "respondent",
        "disclosure_level",
        "urgent",
    )
