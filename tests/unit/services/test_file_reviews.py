"""案卷评查: a sample that anybody can draw again, two examiners who do not see each other, a third, and orders to make good."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.reviewed_file import SETTLED_PLACE, FileDefect, FileExaminer, FileMark, ReviewedFile
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.file_review_codes import (
    DefectState,
    Mark,
    ReviewedFileState,
    ReviewRoundState,
    Stratum,
)
from models.office.file_review_round import FileReviewRound
from models.office.staff import Staff
from services.actor import SYSTEM
from services.file_review.agreement import cohens_kappa
from services.file_review.answer_defect import check_defect, report_defect
from services.file_review.appoint_examiner import appoint_examiner
from services.file_review.draw import draw_sample, list_population
from services.file_review.examiners import READS, appoint, list_barred
from services.file_review.list_work import list_work
from services.file_review.open_round import OpenRound, open_round
from services.file_review.order_defect import OrderDefect, order_defect
from services.file_review.propose_step import LookedForQuarter, drop_round, propose_round_step
from services.file_review.read_file import FilePage, read_file
from services.file_review.read_round import read_round
from services.file_review.read_rounds import read_rounds
from services.file_review.score_file import ScoreFile, score_file
from services.file_review.settle_file import SettleFile, settle_file
from services.file_review.sheet import shipped_sheet
from services.volumes.event_words import EVENT_WORDS
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.reviewed_files import INVESTIGATOR, add_whole_file, change
from tests.unit.services.test_score_sheet import SPOILT
from tests.web_staff.cases import restrict_to

LEADER, DIRECTOR, OTHER = "jian.rujing", "zong.lanyun", "du.daodi"
# Had no hand in any of the files.
FIRST, SECOND, THIRD = "tan.genyuan", "zhen.juquan", "hui.fangyi"
ASKED = OpenRound(
    "0" * 32, "2026-07-01", "2026-09-30", "3", "chou-2026", ["unit", "outcome"], [FIRST, SECOND]
)


@pytest.fixture
def closed(office: FullOffice) -> FullOffice:
    office.clock.set("2026-10-12T09:00")
    return office


def open_one(office: FullOffice, **other: object) -> str:
    command = replace(ASKED, **other)  # type: ignore[arg-type]  # fields by name
    return open_round(command, office.unit_of_work(), office.actor(LEADER))


def met(page: FilePage, **other: str) -> dict[str, str]:
    """What the rules say and `met` for the rest, with these instead: a mark, and `note_CODE`."""
    values = {}
    for line in page.found.lines:
        by_rule = page.found.said_by_rule(line.code)
        values[f"mark_{line.code}"] = (by_rule or Mark.MET).value
    return values | other


def page_of(office: FullOffice, round_id: str, login: str, no: int = 1) -> FilePage:
    return read_file((round_id, no), office.unit_of_work(), office.actor(login))


def score(office: FullOffice, round_id: str, login: str, no: int = 1, **other: str) -> None:
    values = met(page_of(office, round_id, login, no), **other)
    score_file(ScoreFile(round_id, no, values), office.unit_of_work(), office.actor(login))


def test_the_same_seed_draws_the_same_files_and_each_stratum_its_share() -> None:
    population = {f"case{no:03d}": ("RS" if no % 4 else "GA", "accepted") for no in range(100)}
    sample = draw_sample(population, 20, "seed")
    assert sample.drawn == draw_sample(dict(reversed(population.items())), 20, "seed").drawn
    assert sample.digest == draw_sample(population, 5, "other").digest
    assert sample.drawn != draw_sample(population, 20, "other").drawn
    assert Counter(key[0] for _, key in sample.drawn) == {"RS": 15, "GA": 5}
    assert sample.counts[("RS", "accepted")] == (75, 15) and sample.population == 100
    assert len(draw_sample(population, 200, "seed").drawn) == 100
    assert draw_sample({**population, "one": ("MZ", "settled")}, 20, "seed").digest != sample.digest
    odd = {f"c{no}": (str(no % 3),) for no in range(10)}
    assert sum(drawn for _, drawn in draw_sample(odd, 7, "s").counts.values()) == 7
    assert draw_sample({}, 3, "s").drawn == []


def test_only_closed_files_of_the_days_are_drawn_and_none_for_named_readers(closed: FullOffice) -> None:
    inside, hidden, open_file = (add_whole_file(closed) for _ in range(3))
    later = add_whole_file(closed, closed="2026-10-01T00:00")
    last = add_whole_file(closed, closed="2026-09-30T23:59")
    restrict_to(closed, hidden, DIRECTOR)
    with closed.unit_of_work() as unit:
        unit.session.get_one(Complaint, open_file).stage = Stage.FEEDBACK
    with closed.unit_of_work().reading() as unit:
        days = (
            unit.clock.now().date().replace(month=7, day=1),
            unit.clock.now().date().replace(month=9, day=30),
        )
        found = list_population(*days, [Stratum.UNIT, Stratum.CATEGORY], unit)
    assert found == dict.fromkeys((inside, last), ("YH-TS", "none")) and later not in found


def test_two_examiners_without_a_hand_in_the_case_score_it_and_a_third_settles(closed: FullOffice) -> None:
    """R79: regular case-file review of procedure, evidence and fairness with a score sheet."""
    case = add_whole_file(closed)
    change(closed, case, SPOILT["evidence_assessed"])
    round_id = open_one(closed, examiners=[FIRST, SECOND, INVESTIGATOR, "heng.gongyun"])
    assert open_one(closed, examiners=[FIRST, SECOND]) == round_id, "sent again"
    (row,) = closed.rows(FileReviewRound)
    assert (row.population, row.counts) == (1, [[["YH-TS", "accepted"], 1, 1]]) and row.digest
    assert {one.login for one in closed.rows(FileExaminer)} == {FIRST, SECOND}, "who had a hand in it is out"
    (file,) = closed.rows(ReviewedFile)
    assert file.standings["evidence_assessed"] == "gap" and file.standings["facts_convincing"] == "by_person"

    with pytest.raises(NotFound):
        page_of(closed, round_id, INVESTIGATOR)
    with pytest.raises(InvalidInput) as refused:
        score(
            closed,
            round_id,
            FIRST,
            mark_facts_convincing="partly",
            mark_answer_given="not_met",
            mark_neutral_tone="x",
        )
    assert refused.value.errors == {
        "note_facts_convincing": "REASON_NEEDED",
        "note_answer_given": "REASON_NEEDED",
        "mark_neutral_tone": "REQUIRED",
    }
    first = {"mark_facts_convincing": "partly", "note_facts_convincing": "两份笔录时间矛盾"}
    score(closed, round_id, FIRST, **first)
    score(closed, round_id, FIRST, **first)
    with pytest.raises(Conflict):
        score(closed, round_id, FIRST)
    assert not page_of(closed, round_id, SECOND).marks, "nobody sees what the other said"
    assert not page_of(closed, round_id, LEADER).marks
    assert set(page_of(closed, round_id, FIRST).marks) == {1} or set(
        page_of(closed, round_id, FIRST).marks
    ) == {2}
    score(closed, round_id, SECOND)
    page = page_of(closed, round_id, LEADER)
    assert page.found.file.state is ReviewedFileState.DIFFERING and page.differing == ["facts_convincing"]
    assert [work.what for work in list_work(closed.unit_of_work(), closed.actor(LEADER))] == ["settle"]

    said = {"settled_facts_convincing": "partly", "reason_facts_convincing": "确有矛盾，未作说明"}
    settle = SettleFile(round_id, 1, said)
    with pytest.raises(NotPermitted):
        settle_file(settle, closed.unit_of_work(), closed.actor(DIRECTOR))
    with pytest.raises(InvalidInput):
        settle_file(SettleFile(round_id, 1, {}), closed.unit_of_work(), closed.actor(LEADER))
    settle_file(settle, closed.unit_of_work(), closed.actor(LEADER))
    settle_file(settle, closed.unit_of_work(), closed.actor(LEADER))
    (file,) = closed.rows(ReviewedFile)
    asked = [line for line in shipped_sheet().lines if file.standings[line.code] != "not_asked"]
    whole = sum(line.points for line in asked)
    lost = next(line.points for line in asked if line.code == "evidence_assessed") + 3
    assert file.hundredths == round(10_000 * (whole - lost) / whole)
    assert len(closed.rows(FileMark, place=SETTLED_PLACE)) == len(shipped_sheet().lines)
    told = read_round(round_id, closed.unit_of_work(), closed.actor(LEADER))
    assert told.round.state is ReviewRoundState.SETTLED and told.hundredths == file.hundredths
    assert dict(told.lost) == {"evidence_assessed": 1, "facts_convincing": 1}
    assert told.by_stratum[0].hundredths is None, "one file is no stratum to compare"
    assert told.kappa is None, "four lines say nothing"


def test_examiners_who_agree_settle_it_by_themselves(closed: FullOffice) -> None:
    add_whole_file(closed)
    round_id = open_one(closed)
    score(closed, round_id, FIRST)
    with statements(closed) as seen:
        score(closed, round_id, SECOND)
    (file,) = closed.rows(ReviewedFile)
    assert file.state is ReviewedFileState.SETTLED and file.hundredths == 10_000
    locked = max(at for at, text in enumerate(seen) if "FROM file_review_round" in text)
    asked = min(at for at, text in enumerate(seen) if "DISTINCT reviewed_file.state" in text)
    assert locked < asked, "of two who settle the last files at once the second finds both settled"
    assert file.settled_by == SYSTEM.name


def test_who_had_a_hand_in_a_case_or_is_near_to_it_examines_it_not(closed: FullOffice) -> None:
    case, other = add_whole_file(closed), add_whole_file(closed)
    with closed.unit_of_work() as unit:
        unit.trail.add(other, "entry.recorded", {}, closed.actor(THIRD))
    people = [INVESTIGATOR, "heng.gongyun", "ren.shebao", FIRST, THIRD]
    with closed.unit_of_work().reading() as unit:
        barred = list_barred([case, other], people, unit)
    assert barred[INVESTIGATOR] == barred["heng.gongyun"] == barred["ren.shebao"] == {case, other}
    assert not barred[FIRST] and barred[THIRD] == {other}
    chosen = appoint([case, other], [FIRST, THIRD], barred)
    assert sorted(chosen[case]) == [THIRD, FIRST] and chosen[other] == [FIRST]


def test_who_read_the_file_before_he_scores_it_is_no_hand_in_it(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    round_id = open_one(closed)
    with closed.unit_of_work() as unit:
        for login in (FIRST, SECOND, LEADER):
            for kind in sorted(READS):
                unit.trail.add(case, kind, {}, closed.actor(login))
    score(closed, round_id, FIRST)
    score(closed, round_id, SECOND, mark_facts_convincing="partly", note_facts_convincing="矛盾")
    assert page_of(closed, round_id, LEADER).bar is None
    assert {kind for kind in READS if kind not in EVENT_WORDS} == set(), "each is an event that there is"


def test_a_missing_examiner_is_named_by_whoever_supervises(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    round_id = open_one(closed, examiners=[FIRST, INVESTIGATOR])
    score(closed, round_id, FIRST)
    key = (round_id, 1)
    for place, login in (("2", INVESTIGATOR), ("2", FIRST), ("7", SECOND), ("2", "nobody")):
        with pytest.raises(InvalidInput):
            appoint_examiner(key, (place, login), closed.unit_of_work(), closed.actor(LEADER))
    with pytest.raises(Conflict):
        appoint_examiner(key, ("1", SECOND), closed.unit_of_work(), closed.actor(LEADER))
    appoint_examiner(key, ("2", SECOND), closed.unit_of_work(), closed.actor(LEADER))
    with closed.unit_of_work() as unit:
        unit.trail.add(case, "entry.recorded", {}, closed.actor(SECOND))
    with pytest.raises(NotPermitted):
        score(closed, round_id, SECOND)


def test_orders_have_a_day_and_are_checked_by_who_reviewed_not_by_the_unit(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    change(closed, case, SPOILT["evidence_in_custody"])
    round_id = open_one(closed)
    order = OrderDefect(round_id, 1, "evidence_in_custody", "YH-TS", "补登移交记录", "5")
    with pytest.raises(RuleRefused):
        order_defect(order, closed.unit_of_work(), closed.actor(LEADER))
    score(closed, round_id, FIRST)
    score(closed, round_id, SECOND)
    with pytest.raises(InvalidInput) as refused:
        wrong = OrderDefect(round_id, 1, "answer_given", "XX", " ", "9" * 5_000)
        order_defect(wrong, closed.unit_of_work(), closed.actor(LEADER))
    assert set(refused.value.errors) == {"code", "unit", "words", "workdays"}
    made = order_defect(order, closed.unit_of_work(), closed.actor(LEADER))
    assert order_defect(order, closed.unit_of_work(), closed.actor(LEADER)) == made
    (row,) = closed.rows(FileDefect)
    assert str(row.due_on) == "2026-10-19"
    unit_of_work = closed.unit_of_work
    with pytest.raises(NotFound):
        report_defect(made, "已补", unit_of_work(), closed.actor("ren.shebao"))
    with pytest.raises(NotPermitted):
        check_defect(made, ("checked", "可", ""), unit_of_work(), closed.actor("ji.luqing"))
    report_defect(made, "已补登移交记录", unit_of_work(), closed.actor("ji.luqing"))
    report_defect(made, "已补登移交记录", unit_of_work(), closed.actor("ji.luqing"))
    assert "check" in [work.what for work in list_work(unit_of_work(), closed.actor(LEADER))]
    with pytest.raises(NotPermitted):
        check_defect(made, ("checked", "可", ""), unit_of_work(), closed.actor(FIRST))
    with pytest.raises(InvalidInput):
        check_defect(made, ("returned", "缺签名", ""), unit_of_work(), closed.actor(LEADER))
    check_defect(made, ("returned", "缺签名", "3"), unit_of_work(), closed.actor(LEADER))
    closed.clock.set("2026-10-26T09:00")
    (late,) = [work for work in list_work(unit_of_work(), closed.actor("ji.luqing")) if work.what == "report"]
    assert late.is_late
    assert [one.id for one in read_rounds(unit_of_work(), closed.actor(OTHER)).late] == [made]
    assert not read_rounds(unit_of_work(), closed.actor("ji.luqing")).late, "its own orders wait for him"
    report_defect(made, "签名已补", unit_of_work(), closed.actor("ji.luqing"))
    check_defect(made, ("checked", "核对无误", ""), unit_of_work(), closed.actor(LEADER))
    (row,) = closed.rows(FileDefect)
    assert (row.state, row.times_returned, row.reported_by) == (DefectState.CHECKED, 1, "ji.luqing")


def test_in_a_centre_that_is_one_unit_another_person_checks_the_order(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    change(closed, case, SPOILT["evidence_in_custody"])
    round_id, unit_of_work = open_one(closed), closed.unit_of_work
    score(closed, round_id, FIRST)
    score(closed, round_id, SECOND)
    order = OrderDefect(round_id, 1, "evidence_in_custody", "YH-TS", "补登移交记录", "5")
    made = order_defect(order, unit_of_work(), closed.actor(LEADER))
    report_defect(made, "已补登移交记录", unit_of_work(), closed.actor("ji.luqing"))
    assert "check" in [work.what for work in list_work(unit_of_work(), closed.actor(DIRECTOR))]
    with closed.unit_of_work() as unit:
        for row in unit.session.query(Staff):
            row.unit = "YH-TS"
        unit.session.get_one(Complaint, case).handler_id = FIRST
    for login in ("ji.luqing", FIRST):
        assert "check" not in [work.what for work in list_work(unit_of_work(), closed.actor(login))]
        with pytest.raises(NotPermitted):
            check_defect(made, ("checked", "可", ""), unit_of_work(), closed.actor(login))
    assert "check" in [work.what for work in list_work(unit_of_work(), closed.actor(SECOND))]
    check_defect(made, ("checked", "核对无误", ""), unit_of_work(), closed.actor(SECOND))


def test_what_is_typed_wrong_opens_no_round(closed: FullOffice) -> None:
    add_whole_file(closed)
    with pytest.raises(InvalidInput) as refused:
        open_one(
            closed,
            begins_on="9999-99-99",
            ends_on="2026-10-12",
            size="0",
            seed="",
            examiners=[FIRST, "nobody"],
        )
    assert refused.value.errors == {
        "begins_on": "NOT_A_DATE",
        "size": "NOT_1_TO_200",
        "seed": "REQUIRED",
        "examiners": "TWO_TO_TWENTY",
    }
    for days, fault in (
        (("2024-01-01", "2026-09-30"), "NOT_A_YEAR_OF_DAYS"),
        (("2026-09-01", "2026-10-12"), "NOT_OVER"),
    ):
        with pytest.raises(InvalidInput) as refused:
            open_one(closed, begins_on=days[0], ends_on=days[1])
        assert refused.value.errors == {"ends_on": fault}
    with pytest.raises(InvalidInput) as refused:
        open_one(closed, begins_on="2026-01-01", ends_on="2026-02-01")
    assert refused.value.errors == {"begins_on": "NOTHING_CLOSED"}
    assert not closed.rows(FileReviewRound)


def test_each_quarter_is_proposed_once_and_opened_or_dropped(closed: FullOffice) -> None:
    assert propose_round_step(closed.unit_of_work, LookedForQuarter()) == 0, "nothing was closed"
    add_whole_file(closed)
    assert propose_round_step(closed.unit_of_work, LookedForQuarter()) == 1
    assert propose_round_step(closed.unit_of_work, LookedForQuarter()) == 0
    (row,) = closed.rows(FileReviewRound)
    assert (row.quarter, str(row.begins_on), str(row.ends_on)) == ("2026-Q3", "2026-07-01", "2026-09-30")
    assert open_one(closed, round_id=row.id) == row.id
    with pytest.raises(Conflict):
        drop_round(row.id, "人手不足", closed.unit_of_work(), closed.actor(DIRECTOR))
    with pytest.raises(Conflict):
        open_round(replace(ASKED, round_id=row.id, seed="b"), closed.unit_of_work(), closed.actor(DIRECTOR))


def test_a_round_with_a_file_that_nobody_is_left_for_is_ended_by_its_leader(closed: FullOffice) -> None:
    for _ in range(2):
        add_whole_file(closed)
    round_id, unit_of_work, leader = open_one(closed), closed.unit_of_work, closed.actor(LEADER)
    for login in (FIRST, SECOND):
        score(closed, round_id, login)
    first = met(page_of(closed, round_id, FIRST, no=2))
    assert [work.what for work in list_work(unit_of_work(), closed.actor(FIRST))] == ["examine"]
    with pytest.raises(InvalidInput):
        drop_round(round_id, " ", unit_of_work(), leader)
    with pytest.raises(Conflict):
        drop_round(round_id, "无人可评", unit_of_work(), closed.actor(OTHER))
    for _ in range(2):
        drop_round(round_id, "第二件已无人可评", unit_of_work(), leader)
    page = read_round(round_id, unit_of_work(), leader)
    assert page.round.state is ReviewRoundState.SETTLED and page.round.ended_by == LEADER
    assert (page.settled, page.hundredths, page.may_end) == (1, 10_000, False)
    assert not list_work(unit_of_work(), closed.actor(FIRST))
    with pytest.raises(Conflict):
        score_file(ScoreFile(round_id, 2, first), unit_of_work(), closed.actor(FIRST))
    with pytest.raises(Conflict):
        appoint_examiner((round_id, 2), ("1", THIRD), unit_of_work(), leader)


def test_another_ends_the_round_of_a_leader_who_is_gone(closed: FullOffice) -> None:
    add_whole_file(closed)
    round_id = open_one(closed)
    with closed.unit_of_work() as unit:
        unit.session.get_one(Staff, LEADER).active = False
    drop_round(round_id, "负责人已离任", closed.unit_of_work(), closed.actor(OTHER))
    (row,) = closed.rows(FileReviewRound)
    assert row.state is ReviewRoundState.SETTLED


def test_agreement_is_counted_beyond_chance() -> None:
    met, partly = Mark.MET, Mark.PARTLY
    assert cohens_kappa([(met, met)] * 9) is None
    assert cohens_kappa([(met, met)] * 20) is None, "chance alone agrees"
    assert cohens_kappa([(met, met)] * 10 + [(partly, partly)] * 10) == pytest.approx(1)
    mixed = [(met, met)] * 20 + [(met, partly)] * 5 + [(partly, met)] * 10 + [(partly, partly)] * 15
    assert cohens_kappa(mixed) == pytest.approx(0.4)


def test_who_must_keep_away_from_a_case_finds_its_file_in_no_round(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    round_id = open_one(closed)
    restrict_to(closed, case, DIRECTOR)
    with pytest.raises(NotFound):
        page_of(closed, round_id, LEADER)
    assert not read_round(round_id, closed.unit_of_work(), closed.actor(LEADER)).files
    assert not list_work(closed.unit_of_work(), closed.actor(FIRST))
