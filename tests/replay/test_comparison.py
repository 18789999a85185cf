"""What counts as a difference: of a case that went as expected, each field that the expectation is altered in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from deploy.replay.cases import Offer
from deploy.replay.comparison import compare
from deploy.replay.judging.agreement import AGREEMENT_FIELDS, agreement
from deploy.replay.judging.decisions import decision_of
from deploy.replay.judging.judged import Judged
from deploy.replay.story_clock import story_clock_of
from tests.replay.as_expected import clock, judged, names

Alter = Callable[[Any], object]


def fields(told: Judged) -> list[str]:
    return sorted(difference.field for difference in compare(told))


@pytest.mark.parametrize("name", names())
def test_a_case_as_expected_has_no_difference(name: str) -> None:
    assert compare(judged(name)) == []


def wish(**changed: object) -> Alter:
    return lambda told: told.wish.update(changed)


def of_matter(no: int, **changed: object) -> Alter:
    return lambda told: told.wish["matters"][no - 1].update(changed)


def of_claim(no: int, **changed: object) -> Alter:
    return lambda told: told.wish["claims"][no - 1].update(changed)


def of_clock(**changed: object) -> Alter:
    return lambda told: told.clock.update(changed)


# Story, what its expectation is altered to, the difference that appears: each field of the samples' README once.
ALTERED: list[tuple[str, Alter, list[str]]] = [
    ("W1", wish(decision="refer"), ["decision", "matters.1.decision"]),
    ("S048", wish(decision="accept"), ["decision"]),
    ("W2", wish(nonaccept_ground="in_trial"), ["nonaccept_ground"]),
    ("S019", wish(refer_to="X-CGZF"), ["refer_to"]),
    ("W1", wish(route="on_spot"), ["route"]),
    ("W1", wish(complexity="complex"), ["complexity"]),
    ("W1", wish(identity="anonymous"), ["identity"]),
    ("S010", wish(is_duplicate_of="S004"), ["merged_into"]),
    ("S010", wish(is_duplicate_of=None), ["merged_into"]),
    ("W5", of_matter(2, decision="accept"), ["matters.2.decision"]),
    ("W5", of_matter(2, refer_to="X-JJ"), ["matters.2.refer_to"]),
    ("W5", of_matter(3, nonaccept_ground="private_affair"), ["matters.3.nonaccept_ground"]),
    ("W1", of_matter(1, finding="not_substantiated"), ["matters.1.finding"]),
    ("W5", of_matter(2, finding="unverifiable"), ["matters.2.finding"]),
    ("S056", of_matter(1, finding="unverifiable"), ["matters.1.finding"]),
    ("W1", of_matter(1, disposals=["no_action"]), ["matters.1.disposals"]),
    ("S041", of_matter(1, disposals=["no_action"]), ["matters.1.disposals"]),
    ("S028", of_matter(3, adoption="adopted"), ["matters.3.adoption"]),
    ("S028", of_matter(3, finding="unverifiable"), ["matters.3.finding"]),
    ("S030", of_claim(1, answer="not_supported"), ["claims.1.answer"]),
    ("W5", of_claim(3, answer="not_supported"), ["claims.3.answer"]),
    ("W1", of_clock(effective_received="2026-09-01"), ["story_clock.effective_received"]),
    ("W1", of_clock(acceptance_due="2026-09-01"), ["story_clock.acceptance_due"]),
    ("W1", of_clock(accepted_on="2026-09-01"), ["story_clock.accepted_on"]),
    ("W1", of_clock(limit_workdays=15), ["story_clock.limit_workdays"]),
    ("W1", of_clock(resolve_due="2026-09-16"), ["story_clock.resolve_due"]),
    (
        "S023",
        lambda told: told.clock.pop("resolve_due_after_pauses_and_extension"),
        ["story_clock.resolve_due_after_pauses_and_extension"],
    ),
    (
        "S048",
        lambda told: told.clock.pop("acceptance_due_after_supplement_pause"),
        ["story_clock.acceptance_due_after_supplement_pause"],
    ),
    ("S046", lambda told: told.clock.pop("paused"), ["story_clock.paused"]),
    ("S034", wish(mass_group="M20261011"), ["mass_group"]),
    ("S034", of_matter(1, finding="unverifiable"), ["matters.1.finding"]),
    ("S034", of_claim(2, answer="not_supported"), ["claims.2.answer"]),
    ("S035", of_claim(3, answer="not_supported"), ["claims.own.answer"]),
    ("S010", wish(answered_in="S004"), ["answered_in"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "alter", "found"), ALTERED)
def test_each_altered_expectation_is_exactly_its_difference(
    name: str, alter: Alter, found: list[str]
) -> None:
    """HS-7, HS-8, ST-12, ST-13, ST-15."""
    told = judged(name)
    alter(told)
    assert fields(told) == sorted(found)


def seen(**changed: object) -> Alter:
    return lambda told: told.case.update(changed)


def of_row(no: int, **changed: object) -> Alter:
    return lambda told: told.case["matters"][no - 1].update(changed)


# What the office did beside the expectation, which says nothing of it.
OVERDUE = clock("feedback", "2026-09-11", stopped="2026-09-14T10:00:00+08:00")
STILL_OPEN = {**clock("return_visit", "2026-09-11"), "stopped_at": None, "rung": "supervised"}
DONE_BESIDE: list[tuple[str, Alter, list[str]]] = [
    ("W1", seen(is_closed=False), ["closed"]),
    ("W1", seen(extensions=[{"is_effective": True}]), ["extensions"]),
    ("S023", seen(extensions=[{"is_effective": False}]), ["extensions"]),
    ("W1", seen(submitted=[{"form_id": "approve-opinion", "by": "cai.youdu"}]), ["approvers"]),
    ("W10", seen(submitted=[{"form_id": "approve-opinion", "by": "heng.gongyun"}]), ["approvers"]),
    ("S037", lambda told: told.case["clocks"][1].update(stopped_at="2026-10-31T10:00:00+08:00"), ["late"]),
    ("S037", of_clock(resolve_due="2026-10-09"), ["story_clock.resolve_due"]),
    ("W1", lambda told: told.case["clocks"].append(OVERDUE), ["late"]),
    ("W1", lambda told: told.case["clocks"].append(STILL_OPEN), ["late"]),
    ("W4", lambda told: told.case["clocks"][0].update(stopped_at="2026-10-10T16:00:00+08:00"), ["late"]),
    (
        "W1",
        lambda told: told.case["clocks"][1].update(
            pauses=[{"from": "2026-09-10", "to": "2026-09-14", "workdays": 2}]
        ),
        ["story_clock.paused"],
    ),
    (
        "W1",
        lambda told: told.case["clocks"][1].update(due_at="2026-12-01T17:00:00+08:00"),
        ["story_clock.resolve_due_after_pauses_and_extension"],
    ),
    ("W5", of_row(2, decision="accept"), ["matters.2.decision"]),
    ("W5", of_row(2, finding="unverifiable", disposals=["no_action"]), ["matters.2.disposals", "matters.2.finding"]),
    ("S010", of_row(1, merged_into="YH-2026-000004"), ["merged_into"]),
    ("S034", seen(answered_in=None), ["answered_in"]),
    ("S033", seen(answered_in="YH-2026-000034"), ["answered_in"]),
    ("S034", seen(group=None), ["answered_in", "mass_group"]),
    ("W1", seen(group={"name": "M1"}), ["mass_group"]),
    ("S035", lambda told: told.case["group"].update(own_claims=[]), ["claims.own.answer"]),
    (
        "S054",
        lambda told: told.case["submitted"].append({"form_id": "record-findings", "by": "zhen.juquan"}),
        ["recusal.zhen.juquan.done"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "alter", "found"), DONE_BESIDE)
def test_what_the_office_did_beside_the_expectation_is_a_difference(
    name: str, alter: Alter, found: list[str]
) -> None:
    """ST-13, ST-15, ST-16."""
    told = judged(name)
    alter(told)
    assert fields(told) == sorted(found)


def offered(name: str, login: str, at: str) -> list[str]:
    return fields(replace(judged(name), offers=(Offer(login, "draft-opinion", 3, at),)))


def test_a_task_is_not_offered_to_whom_a_relation_or_a_decision_excludes() -> None:
    # Declared, so from the receipt on.
    assert offered("S023", "heng.gongyun", "2026-09-20T11:00:00+08:00") == ["recusal.heng.gongyun.offered"]
    # To somebody complained about: as soon as the file names him.
    assert offered("S009", "zong.lanyun", "2026-09-15T09:30:00+08:00") == ["recusal.zong.lanyun.offered"]
    unnamed = judged("S009")
    unnamed.case["respondent"] = {"unit": "GJ", "window": None, "staff": None}
    assert (
        fields(
            replace(unnamed, offers=(Offer("zong.lanyun", "draft-opinion", 5, "2026-09-15T09:30:00+08:00"),))
        )
        == []
    )
    # His relation had expired, so only the recorded decision excludes him, from its moment on.
    assert offered("S024", "tan.genyuan", "2026-09-23T15:00:00+08:00") == []
    assert offered("S024", "tan.genyuan", "2026-09-24T11:00:00+08:00") == ["recusal.tan.genyuan.offered"]
    # A decision about a unit excludes its members.
    assert offered("S029", "cha.fenming", "2026-09-30T15:00:00+08:00") == ["recusal.cha.fenming.offered"]
    # Whom nothing excludes may be offered what he must leave to others.
    assert offered("S007", "xun.wenshi", "2026-09-08T15:00:00+08:00") == []


def test_an_acceptable_alternative_is_no_difference() -> None:
    told = judged("S017")
    told.case["matters"][0].update(decision="refer", refer_to="X-SCTS", nonaccept_ground=None)
    told.case.update(complexity=None, route=None)
    assert fields(told) == ["nonaccept_ground"]
    told = judged("S023")
    told.case["matters"][1].update(finding="substantiated")
    assert fields(told) == []


def test_a_case_that_stopped_early_is_compared_in_what_it_had_reached() -> None:
    told = replace(judged("W1"), is_complete=False)
    for matter in told.case["matters"]:
        matter.update(decision=None, decided_at=None, finding=None, disposals=[])
    told.case.update(
        accepted_at=None, clocks=[clock("acceptance", "2026-09-11")], submitted=[], is_closed=False
    )
    assert fields(told) == ["story_clock.acceptance_due"]


def test_what_was_asked_of_the_complainant_before_the_decision_is_the_decision() -> None:
    told = judged("W1")
    told.case["supplement_requests"] = [{"requested_at": "2026-09-08T09:59:00+08:00"}]
    assert decision_of(told.case, told.matters) == "supplement_first"
    told.case["supplement_requests"] = [{"requested_at": "2026-09-08T10:01:00+08:00"}]
    assert decision_of(told.case, told.matters) == "accept"


def test_after_a_corrected_registration_respondent_category_and_numbers_are_differences() -> None:
    for name, found in (("W12", ["category", "claims", "matters", "respondent"]), ("W1", [])):
        told = judged(name)
        told.case["matters"].append({**told.case["matters"][0], "no": 9})
        told.case["claims"].append({"no": 9, "answer": None})
        told.case.update(category="buck_passing", respondent={"unit": "GJ", "window": "G02", "staff": None})
        assert fields(told) == found


@pytest.mark.parametrize("field", AGREEMENT_FIELDS)
def test_each_suggestion_is_a_figure_of_its_own(field: str) -> None:
    told = judged("W1")
    right = agreement(told, 1, 2)
    assert right == dict.fromkeys(AGREEMENT_FIELDS, True)
    told.case.update(category="buck_passing", respondent=None, disclosure_level=9, urgent=True)
    told.case["matters"][0]["kind"] = "suggestion"
    assert agreement(told, 3, 3)[field] is False


def test_moved_dates_and_pauses_are_told_beside_the_first_ones_and_of_the_first_round() -> None:
    """HS-13, HS-38: the samples' words for a clock are made here, from what the API tells anyway."""
    pauses = [{"from": "2026-09-10", "to": "2026-09-14", "workdays": 2}]
    first = clock("resolve", "2026-09-21", "2026-09-23") | {"amount": 10, "pauses": pauses}
    redone = clock("resolve", "2026-10-30") | {"amount": 5, "pauses": [], "round": 2}
    dates = {"effective_received": "2026-09-07", "accepted_at": "2026-09-07T16:30:00+08:00"}
    told = story_clock_of({**dates, "clocks": [redone, first]})
    assert (told["resolve_due"], told["resolve_due_after_pauses_and_extension"]) == (
        "2026-09-21",
        "2026-09-23",
    )
    assert (told["limit_workdays"], told["paused"]) == (10, pauses)
    assert told["acceptance_due"] is None


def test_what_is_late_by_the_limit_of_the_hotline_alone_is_no_difference() -> None:
    """Its order wanted it within two hours; the story, which tells of no lateness, is told without that limit."""
    told = judged("S037")
    assert told.case["clocks"][1]["original_due_at"].startswith("2026-10-10")
    told.case["clocks"][1].update(stopped_at="2026-10-19T10:00:00+08:00")
    assert compare(told) == []
