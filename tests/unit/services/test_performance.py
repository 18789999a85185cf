"""绩效评估: points by published rules, frozen, released by a second person, objected to, corrected beside the first."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from models.case.complaint import Complaint
from models.case.complaint_group import ComplaintGroup, GroupMember
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import ClockKind, Outcome
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import parse_moment
from models.ground.codes import Finding, Method
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.performance_codes import Indicator, RoundState
from models.office.performance_score import PerformanceObjection, PerformancePoint, PerformanceScore
from models.office.unit import OrganisationUnit
from services.clocks.open_clock import OpenClock, open_clock
from services.performance import scores_step as scores_step_module
from services.performance.ask_scores import NO_RULES_IN_FORCE, ask_scores
from services.performance.decide_consequence import DecideConsequence, decide_consequence
from services.performance.decide_objection import DecideObjection, decide_objection
from services.performance.decide_scores import DecideScores, decide_scores
from services.performance.draft_rules import DraftRules, draft_rules
from services.performance.indicators import from_json
from services.performance.object_to_score import object_to_score
from services.performance.propose_consequence import ProposeConsequence, propose_consequence
from services.performance.publish_rules import publish_rules
from services.performance.read_rules import read_rules
from services.performance.read_score import AskedCases, list_point_cases
from services.performance.scores_step import scores_step
from tests.full_office import FullOffice
from tests.unit.services.scored_cases import (
    DIRECTOR,
    MONTH,
    SUPERVISOR,
    Scored,
    close,
    close_all,
    page_of,
    publish,
    release,
    score,
    values_of,
)
from tests.web_staff.cases import restrict_to

PERSON = "wen.rusheng"


@pytest.fixture
def ruled(office: FullOffice) -> FullOffice:
    office.clock.set("2026-10-15T09:00")
    publish(office)
    return office


def unit_score(office: FullOffice, code: str = "RS") -> PerformanceScore:
    return next(one for one in page_of(office).units if one.unit_code == code)


def lines_of(
    row: PerformanceScore, *, corrected: bool = False
) -> dict[Indicator, tuple[int, int, int | None]]:
    kept = row.corrected_lines if corrected else row.lines
    return {line.indicator: (line.part, line.base, line.hundredths) for line in from_json(kept)}


def test_rules_are_published_by_a_second_person_and_never_changed(office: FullOffice) -> None:
    office.clock.set("2026-10-15T09:00")
    supervisor, director = office.actor(SUPERVISOR), office.actor(DIRECTOR)
    with pytest.raises(InvalidInput) as refused:
        draft_rules(DraftRules("2026-10-14", "2", "", {}), office.unit_of_work(), supervisor)
    assert refused.value.errors == {
        "in_force_from": "IN_THE_PAST",
        "least_people": "OUT_OF_RANGE",
        "objection_workdays": "OUT_OF_RANGE",
        "points_answered_in_time": "REQUIRED",
    }
    no = draft_rules(DraftRules("2026-10-20", "3", "10", values_of()), office.unit_of_work(), supervisor)
    again = draft_rules(DraftRules("2026-10-21", "3", "10", values_of()), office.unit_of_work(), supervisor)
    assert no == again == 1, "the draft takes the place of an earlier draft"
    seen = read_rules(office.unit_of_work(), supervisor).sets[0].drafted_at.isoformat()
    with pytest.raises(NotPermitted):
        publish_rules(no, seen, office.unit_of_work(), supervisor)
    with pytest.raises(Conflict):
        publish_rules(no, "2026-10-14T00:00:00+00:00", office.unit_of_work(), director)
    publish_rules(no, seen, office.unit_of_work(), director)
    publish_rules(no, seen, office.unit_of_work(), director)
    next_one = draft_rules(
        DraftRules("2026-10-20", "3", "10", values_of()), office.unit_of_work(), supervisor
    )
    assert next_one == 2, "what is published stays"


def test_nobody_is_scored_by_rules_published_after_the_period_began(office: FullOffice) -> None:
    close(office, Scored())
    office.clock.set("2026-12-01T09:00")
    assert page_of(office).to_ask == (), "no rules were ever published"
    publish(office, "2026-12-01")
    assert MONTH not in page_of(office).to_ask, "what would be refused is not offered"
    with pytest.raises(RuleRefused) as refused:
        ask_scores(MONTH, office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.code == NO_RULES_IN_FORCE


def test_points_come_from_what_complainants_said_and_what_was_found(ruled: FullOffice) -> None:
    close_all(
        ruled,
        [
            Scored(rating=5, handler=PERSON),
            Scored(rating=1, handler=PERSON),
            Scored(rating=None, is_late=True, handler=PERSON),
            Scored(Finding.PARTLY_SUBSTANTIATED, rating=None),
        ],
    )
    score(ruled)
    lines = lines_of(unit_score(ruled))
    assert lines[Indicator.SATISFIED] == (1, 2, 1000), "who said nothing counts neither way"
    assert lines[Indicator.ANSWERED_IN_TIME] == (3, 4, 3000)
    assert lines[Indicator.FOUND_TRUE] == (4, 4, -2000)
    assert lines[Indicator.RECTIFIED_IN_TIME] == (0, 0, None), "nothing says nothing"
    (person,) = [
        one for one in page_of(ruled, unit_code=unit_of(ruled, PERSON)).people if one.staff_id == PERSON
    ]
    assert lines_of(person)[Indicator.ANSWERED_IN_TIME] == (2, 3, 2667)


def unit_of(office: FullOffice, login: str) -> str:
    (row,) = [one for one in office.rows(PerformanceScore) if one.staff_id == login]
    return row.unit_code


def test_what_says_nothing_of_anybody_is_in_no_score(ruled: FullOffice) -> None:
    """Withdrawn, merged, not found true, for named readers alone; and a mass complaint counts once."""
    leading, member, *_, hidden = close_all(
        ruled,
        [
            Scored(rating=5),
            Scored(rating=5),
            Scored(Finding.NOT_SUBSTANTIATED, rating=1),
            Scored(Finding.UNVERIFIABLE, rating=1),
            Scored(None, rating=1, outcome=Outcome.REFUSED),
            Scored(None, rating=1, outcome=Outcome.REFERRED),
            Scored(outcome=Outcome.WITHDRAWN),
            Scored(outcome=Outcome.MERGED),
            Scored(rating=1),
        ],
    )
    restrict_to(ruled, hidden, SUPERVISOR)
    with ruled.unit_of_work() as unit:
        at = parse_moment("2026-11-03T09:00")
        unit.session.add(
            ComplaintGroup(
                leading_id=leading, name="停车收费", closing_share=80, opened_by=DIRECTOR, opened_at=at
            )
        )
        unit.session.flush()
        joined = GroupMember(id=new_id(), leading_id=leading, complaint_id=member, joined_by=DIRECTOR)
        joined.joined_at = at
        unit.session.add(joined)
    score(ruled)
    assert {point.complaint_id for point in ruled.rows(PerformancePoint)} == {leading}
    assert lines_of(unit_score(ruled))[Indicator.SATISFIED] == (1, 1, 2000)


def test_a_file_is_whole_without_a_visit_that_nobody_had_to_make(ruled: FullOffice) -> None:
    """An act or an entrusted report, a finding, an answer; and a visit where one was owed and nobody rated unasked."""
    whole, unasked, owed, idle = close_all(ruled, [Scored()] * 4)
    with ruled.unit_of_work() as unit:
        for case in (whole, unasked, owed):
            act = InvestigationAct(
                id=new_id(), complaint_id=case, round=1, method=Method.DOCUMENTS, by=PERSON
            )
            act.record_text, act.done_at = "查阅排班表", parse_moment("2026-11-10T09:00")
            unit.session.add(act)
        for case in (unasked, owed):
            unit.session.execute(delete(ReturnVisit).where(ReturnVisit.complaint_id == case))
        open_clock(OpenClock(owed, ClockKind.RETURN_VISIT, 1, parse_moment("2026-11-23T09:00")), unit)
    score(ruled)
    points = {
        point.complaint_id: point.counts
        for point in ruled.rows(PerformancePoint)
        if point.indicator is Indicator.FILE_COMPLETE
    }
    assert points == {whole: True, unasked: True, owed: False, idle: False}


def test_too_few_say_nothing_and_a_cap_is_the_most_that_is_lost(office: FullOffice) -> None:
    office.clock.set("2026-10-15T09:00")
    publish(office, least_satisfied="3", cap_found_true="8")
    close_all(office, [Scored(rating=5), Scored(rating=5)])
    score(office)
    lines = lines_of(unit_score(office))
    assert lines[Indicator.SATISFIED] == (2, 2, None)
    assert lines[Indicator.FOUND_TRUE] == (2, 2, -800)


def test_a_second_person_releases_what_was_frozen(ruled: FullOffice) -> None:
    close(ruled, Scored(rating=5))
    row = score(ruled).round
    assert row is not None and row.computed_at is not None
    close(ruled, Scored(rating=1))
    assert scores_step(ruled.unit_of_work) == 0, "frozen"
    seen = row.computed_at.isoformat()
    with pytest.raises(NotPermitted):
        decide_scores(DecideScores(MONTH, "release", "", seen), ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    with pytest.raises(InvalidInput) as refused:
        decide_scores(DecideScores(MONTH, "return", "", seen), ruled.unit_of_work(), ruled.actor(DIRECTOR))
    assert refused.value.errors == {"words": "REQUIRED"}
    back = DecideScores(MONTH, "return", "漏计一件，请重新计算", seen)
    decide_scores(back, ruled.unit_of_work(), ruled.actor(DIRECTOR))
    assert lines_of(unit_score(ruled))[Indicator.SATISFIED] == (1, 1, 2000)
    score(ruled)
    assert lines_of(unit_score(ruled))[Indicator.SATISFIED] == (1, 2, 1000)
    release(ruled)
    released = page_of(ruled).round
    assert released is not None and released.state is RoundState.RELEASED
    assert str(released.objections_until) == "2026-12-15"
    with pytest.raises(Conflict):
        ask_scores(MONTH, ruled.unit_of_work(), ruled.actor(SUPERVISOR))


def test_a_counting_that_was_cut_off_begins_anew(ruled: FullOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it had written is taken away first: no complaint counts twice."""
    close_all(ruled, [Scored(rating=5), Scored(rating=5)])
    ruled.clock.set("2026-12-01T09:00")
    ask_scores(MONTH, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    monkeypatch.setattr(scores_step_module, "CASES_AT_ONCE", 1)
    ends = iter((False, True))
    assert scores_step(ruled.unit_of_work, lambda: next(ends)) == 0
    assert {point.complaint_id for point in ruled.rows(PerformancePoint)}, "cut off behind the first"
    assert scores_step(ruled.unit_of_work) == 1
    (row,) = ruled.rows(PerformanceScore, unit_code="RS", staff_id=None)
    assert lines_of(row)[Indicator.SATISFIED] == (2, 2, 2000)
    assert len(ruled.rows(PerformancePoint, score_id=row.id, indicator=Indicator.SATISFIED)) == 2


def test_an_objection_that_is_upheld_stands_beside_the_first_score(ruled: FullOffice) -> None:
    good, bad = close_all(ruled, [Scored(rating=5), Scored(rating=1)])
    score(ruled)
    row = unit_score(ruled)
    with ruled.unit_of_work() as unit:
        head = unit.session.get_one(OrganisationUnit, "RS").head
        number = {one.id: one.number for one in unit.session.scalars(select(Complaint))}[bad]
    assert head is not None
    leader = ruled.actor(head)
    with pytest.raises(NotFound):
        object_to_score(row.id, "评分依据有误", ruled.unit_of_work(), leader)
    release(ruled)
    with pytest.raises(NotPermitted):
        object_to_score(row.id, "评分依据有误", ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    words = f"{number} 系对政策本身不满，不应计入满意"
    made = object_to_score(row.id, words, ruled.unit_of_work(), leader)
    assert object_to_score(row.id, words, ruled.unit_of_work(), leader) == made
    with pytest.raises(RuleRefused):
        object_to_score(row.id, "另一件", ruled.unit_of_work(), leader)
    uphold = DecideObjection(made, "uphold", "情况属实，剔除", f"{number}、")
    with pytest.raises(NotPermitted):
        decide_objection(uphold, ruled.unit_of_work(), ruled.actor(DIRECTOR))
    wrong = DecideObjection(made, "uphold", "情况属实，剔除", "TS-0000")
    with pytest.raises(InvalidInput) as refused:
        decide_objection(wrong, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    assert refused.value.errors == {"struck": "NOT_IN_SCORE"}
    decide_objection(uphold, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    decide_objection(uphold, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    row = unit_score(ruled)
    assert lines_of(row)[Indicator.SATISFIED] == (1, 2, 1000), "the first stays"
    assert lines_of(row, corrected=True)[Indicator.SATISFIED] == (1, 1, 2000)
    assert row.corrected_hundredths is not None and row.corrected_hundredths > row.hundredths
    asked = AskedCases(row.id, "satisfied")
    cases = list_point_cases(asked, ruled.unit_of_work(), ruled.actor(SUPERVISOR)).cases
    assert {case.point.complaint_id: case.point.struck_by for case in cases} == {good: None, bad: made}


def test_after_the_last_day_nobody_objects(ruled: FullOffice) -> None:
    close(ruled, Scored(handler=PERSON, rating=5))
    score(ruled)
    release(ruled)
    (row,) = [one for one in ruled.rows(PerformanceScore) if one.staff_id == PERSON]
    ruled.clock.set("2026-12-16T00:30")
    with pytest.raises(RuleRefused):
        object_to_score(row.id, "评分依据有误", ruled.unit_of_work(), ruled.actor(PERSON))
    ruled.clock.set("2026-12-15T23:30")
    object_to_score(row.id, "评分依据有误", ruled.unit_of_work(), ruled.actor(PERSON))
    assert [one.by for one in ruled.rows(PerformanceObjection)] == [PERSON]


def test_reward_and_penalty_are_decided_by_a_second_person(ruled: FullOffice) -> None:
    close(ruled, Scored(handler=PERSON, rating=5))
    score(ruled)
    row = unit_score(ruled)
    reward = ProposeConsequence(row.id, "reward", "全年评优加分，通报表扬")
    with pytest.raises(RuleRefused):
        propose_consequence(reward, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    release(ruled)
    with ruled.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, row.unit_code).head = DIRECTOR
    with pytest.raises(NotPermitted):
        propose_consequence(reward, ruled.unit_of_work(), ruled.actor(DIRECTOR))
    made = propose_consequence(reward, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    assert propose_consequence(reward, ruled.unit_of_work(), ruled.actor(SUPERVISOR)) == made
    approve = DecideConsequence(made, "approve", "同意，列入年度考核")
    with pytest.raises(NotPermitted):
        decide_consequence(approve, ruled.unit_of_work(), ruled.actor(SUPERVISOR))
    with pytest.raises(NotPermitted):
        decide_consequence(approve, ruled.unit_of_work(), ruled.actor(DIRECTOR))
    with ruled.unit_of_work() as unit:
        unit.session.get_one(OrganisationUnit, row.unit_code).head = None
    decide_consequence(approve, ruled.unit_of_work(), ruled.actor(DIRECTOR))
    with pytest.raises(Conflict):
        other = DecideConsequence(made, "refuse", "不同意")
        decide_consequence(other, ruled.unit_of_work(), ruled.actor(DIRECTOR))


def test_people_below_the_smallest_number_are_not_compared_and_others_see_nothing(ruled: FullOffice) -> None:
    close(ruled, Scored(handler=PERSON, rating=5))
    score(ruled)
    assert page_of(ruled, PERSON).round is None, "nothing before the release"
    release(ruled)
    home = unit_of(ruled, PERSON)
    shown = page_of(ruled, unit_code=home)
    assert [one.staff_id for one in shown.people] == [PERSON] and not shown.is_compared
    own = page_of(ruled, PERSON, home)
    assert own.own is not None and own.own.staff_id == PERSON
    stranger = page_of(ruled, "fang.huiyin", home)
    assert not stranger.people and stranger.own is None
