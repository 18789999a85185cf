"""What opens a study by itself and what does not, and what people may do with one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from api.staff.study_words import ledger_of
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.matter_cause import MatterCause
from models.case.respondent import Respondent
from models.ground.codes import Category, Finding
from models.ground.errors import Conflict, InvalidInput, NotPermitted, RuleRefused
from models.ground.ids import new_id
from models.ground.study_codes import StudyOrigin, StudyState
from models.ledger.outbox import OutboxRow
from models.office.recurrence_rule import RecurrenceRule
from models.office.study import Study, StudyAnalysis
from models.store.database import Database
from services.once.once_per_job import JobIdentity
from services.studies.count_study import count_seen
from services.studies.open_study import OpenStudy, open_study
from services.studies.read_studies import list_studies, read_study
from services.studies.remind_study import RemindStudy, remind_study
from services.studies.studies_step import LookedForRecurrence, studies_step
from services.studies.subject import Subject
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.studied import (
    CLERK,
    DIRECTOR,
    SUPERVISOR,
    analyse,
    ask,
    come_again,
    decide,
    only,
    plan,
)
from tests.unit.services.test_recurrence import opened

BY_HAND = OpenStudy(
    sending="a" * 32,
    why="窗口普遍反映",
    since="2026-09-01",
    until="2026-09-30",
    unit="RS",
    category="bad_attitude",
)


@pytest.fixture
def office(office_database: Database) -> FullOffice:
    office = FullOffice(office_database)
    office.clock.set("2026-10-01T09:00")
    return office


def look(office: FullOffice) -> int:
    return studies_step(office.unit_of_work, LookedForRecurrence())


def test_five_of_one_kind_within_a_quarter_open_one_study_with_their_numbers(office: FullOffice) -> None:
    come_again(office, 4)
    assert look(office) == 0, "four are not told apart from chance"
    come_again(office, 1, day=9)
    assert (look(office), look(office)) == (1, 0)
    study = only(office)
    assert (study.unit, study.item, study.category) == ("RS", "RS-001", Category.BAD_ATTITUDE)
    assert (study.origin, study.opened_by, study.state) == (
        StudyOrigin.RECURRENCE,
        "system",
        StudyState.PLANNING,
    )
    page = read_study(study.id, office.unit_of_work(), office.actor(SUPERVISOR))
    assert (page.then.told, page.then.found, page.before.found, page.now.found) == (5, 5, 0, 5)
    assert len(office.rows(OutboxRow, dedupe_key=f"complaint.study-opened:{study.id}:1")) == 1
    come_again(office, 3, day=12)
    again = read_study(study.id, office.unit_of_work(), office.actor(SUPERVISOR))
    assert (again.then.found, again.now.found) == (5, 8), "numbers at the opening are frozen"


def test_another_kind_and_what_lies_longer_back_do_not_count(office: FullOffice) -> None:
    come_again(office, 2, month="2026-05")
    come_again(office, 3)
    other = come_again(office, 2, day=20)
    with office.unit_of_work() as unit:
        for case in other:
            unit.session.get_one(Complaint, case).category = Category.LOW_EFFICIENCY
    assert look(office) == 0
    # By the office's own rule three are enough.
    with office.unit_of_work() as unit:
        row = RecurrenceRule(least_complaints=3, within_days=60, basis="主任办公会纪要", entered_by=DIRECTOR)
        row.entered_at = unit.clock.now()
        unit.session.add(row)
    assert look(office) == 1


def test_what_is_told_otherwise_and_a_main_cause_come_again_too(office: FullOffice) -> None:
    """A type that findings corrected opens by the type found, and each number opens as many rows of the ledger."""
    cases = come_again(office, 6, found=Category.BUCK_PASSING)
    cases += come_again(office, 4, day=10, found=Category.LOW_EFFICIENCY)
    with office.unit_of_work() as unit:
        for case in cases[3:8]:
            of = {"complaint_id": case, "matter_no": 1, "turn": 1, "code": "process-2", "by": CLERK}
            unit.session.add(MatterCause(id=new_id(), **of, is_main=True, said_at=unit.clock.now()))
    with statements(office) as seen:
        assert look(office) == 2
    assert sum("category_found" in text for text in seen) <= 1 + 2 * 2, "no scan of each group"
    studies = {study.cause or study.category: study for study in office.rows(Study)}
    assert set(studies) == {Category.BUCK_PASSING, "process-2"}
    for code, told, found in ((Category.BUCK_PASSING, 0, 6), ("process-2", 8, 5)):
        study = studies[code]
        page = read_study(study.id, office.unit_of_work(), office.actor(SUPERVISOR))
        assert (page.then.told, page.then.found, page.then.open) == (told, found, 0), code
        for number, true in ((told, False), (found, True)):
            assert opened(ledger_of(study, page.then, true=true), office) == number, code
    assert look(office) == 0


def test_how_people_are_spoken_to_comes_again_at_a_unit_without_any_item(office: FullOffice) -> None:
    """R70: a window's repeated attitude complaints name no service item, and open the study of their unit."""
    for case in come_again(office, 5):
        with office.unit_of_work() as unit:
            for about in unit.session.query(Respondent).filter_by(complaint_id=case):
                about.item = None
    assert (look(office), look(office)) == (1, 0)
    study = only(office)
    assert (study.unit, study.item, study.category) == ("RS", None, Category.BAD_ATTITUDE)
    page = read_study(study.id, office.unit_of_work(), office.actor(SUPERVISOR))
    assert (page.then.told, page.then.found) == (5, 5)
    for true in (False, True):
        assert opened(ledger_of(study, page.then, true=true), office) == 5


def test_after_a_decision_it_takes_as_many_anew(office: FullOffice) -> None:
    come_again(office, 6)
    look(office)
    for page, act in (("study-plan", plan), ("study-analysis", analyse)):
        ask(office, page, page)
        act(office)
    ask(office, "study-decision")
    decide(office, "none")
    assert only(office).running_about is None
    come_again(office, 4, day=2, month="2026-10")
    office.clock.set("2026-10-20T09:00")
    assert look(office) == 0, "what was studied is not counted again"
    come_again(office, 1, day=9, month="2026-10")
    assert look(office) == 1
    assert len(office.rows(Study)) == 2


def test_a_person_opens_one_once_and_none_of_what_runs(office: FullOffice) -> None:
    come_again(office, 1)
    actor = office.actor(DIRECTOR)
    first = open_study(BY_HAND, office.unit_of_work(), actor)
    assert open_study(BY_HAND, office.unit_of_work(), actor) == first
    assert only(office).why == BY_HAND.why
    with pytest.raises(RuleRefused) as refused:
        open_study(
            OpenStudy("b" * 32, "又有反映", "2026-09-01", "2026-09-30", "RS", "", "bad_attitude"),
            office.unit_of_work(),
            actor,
        )
    assert refused.value.code == "STUDY_RUNS"
    with pytest.raises(NotPermitted):
        open_study(BY_HAND, office.unit_of_work(), office.actor(CLERK))
    with pytest.raises(NotPermitted):
        list_studies("", office.unit_of_work(), office.actor(CLERK))


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        ({"unit": "", "category": ""}, {"unit": "REQUIRED"}),
        ({"unit": "NO"}, {"unit": "NOT_AN_OPTION"}),
        ({"item": "NO"}, {"item": "NOT_AN_OPTION"}),
        ({"why": " "}, {"why": "REQUIRED"}),
        ({"since": "", "until": "昨天"}, {"since": "REQUIRED", "until": "NOT_A_DATE"}),
        ({"until": "2027-01-01"}, {"until": "IN_THE_FUTURE"}),
        ({"until": "2026-08-01"}, {"until": "ENDS_BEFORE_IT_BEGINS"}),
        ({"since": "0001-01-01", "until": "0001-01-02"}, {"since": "NOT_A_DATE", "until": "NOT_A_DATE"}),
        ({"since": "1999-12-31", "until": "2000-01-01"}, {"since": "NOT_A_DATE"}),
    ],
)
def test_a_wrong_form_says_where(office: FullOffice, wrong: dict[str, str], faults: dict[str, str]) -> None:
    told = {name: getattr(BY_HAND, name) for name in ("sending", "why", "since", "until", "unit", "category")}
    with pytest.raises(InvalidInput) as refused:
        open_study(OpenStudy(**{**told, **wrong}), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == faults


def test_the_same_words_in_a_further_round_and_in_a_process_begun_anew_are_an_answer(
    office: FullOffice,
) -> None:
    come_again(office, 5)
    look(office)
    for page, key, act in (
        ("study-plan", "1", plan),
        ("study-plan", "2", plan),
        ("study-analysis", "3", analyse),
    ):
        ask(office, page, key)
        act(office)
    ask(office, "study-decision", "4")
    decide(office, "more", due_on="2026-10-30")
    ask(office, "study-analysis", "5")
    analyse(office, shown="0")
    with pytest.raises(Conflict):
        analyse(office, login=DIRECTOR, shown="0")
    assert [row.round for row in office.rows(StudyAnalysis)] == [1], "a page that was loaded earlier"
    analyse(office)
    assert [row.round for row in office.rows(StudyAnalysis)] == [1, 2]
    assert all(office.rows(OutboxRow, dedupe_key=f"complete:{key}") for key in "12345")


def test_it_is_late_where_the_clock_of_the_engine_is_a_little_ahead(office: FullOffice) -> None:
    come_again(office, 5)
    look(office)
    study = only(office)
    for key, time, is_late in (("1", "23:50:00", False), ("2", "23:59:57", True)):
        office.clock.set(f"{study.due_on}T{time}")
        remind_study(
            RemindStudy(study.id, JobIdentity(key, key, "complaint.remind-study")), office.unit_of_work()
        )
        assert (only(office).reminded_at is not None) is is_late, time


def test_it_comes_from_what_there_is_alone(office: FullOffice) -> None:
    origins = {"a": ("alarm", "x" * 33), "b": ("measure", "0" * 32), "c": ("recurrence", "")}
    for digit, item in zip(origins, ("RS-001", "RS-002", "RS-003"), strict=True):
        origin, origin_id = origins[digit]
        told = replace(BY_HAND, sending=digit * 32, item=item, origin=origin, origin_id=origin_id)
        open_study(told, office.unit_of_work(), office.actor(SUPERVISOR))
    assert {(row.origin, row.origin_id) for row in office.rows(Study)} == {(StudyOrigin.HAND, None)}


def test_nobody_decides_his_own_analysis_and_no_step_is_taken_that_is_not_asked_for(
    office: FullOffice,
) -> None:
    come_again(office, 5)
    look(office)
    with pytest.raises(Conflict) as refused:
        plan(office)
    assert refused.value.code == "STUDY_MOVED"
    ask(office, "study-plan", "1")
    plan(office)
    plan(office)
    ask(office, "study-analysis", "2")
    analyse(office)
    analyse(office, shown="0")
    ask(office, "study-decision", "3")
    with pytest.raises(RuleRefused) as own:
        decide(office, "none", SUPERVISOR)
    assert own.value.code == "OWN_ANALYSIS"
    decide(office, "measures")
    decide(office, "measures")
    assert len(office.rows(StudyAnalysis)) == 1
    (message,) = office.rows(OutboxRow, dedupe_key="complete:3")
    assert message.payload["variables"]["study_decision"] == "measures"
    with pytest.raises(Conflict) as refused:
        decide(office, "none")
    assert refused.value.code == "STUDY_MOVED"


def test_what_is_decided_and_waits_for_its_visit_is_not_undecided(office: FullOffice) -> None:
    undecided, untrue, _ = come_again(office, 3)
    with office.unit_of_work() as unit:
        for case, finding in ((undecided, None), (untrue, Finding.NOT_SUBSTANTIATED)):
            unit.session.get_one(Complaint, case).closed_at = None
            matter = unit.session.query(Matter).filter_by(complaint_id=case).one()
            matter.finding = finding
    with office.unit_of_work().reading() as unit:
        of = Subject(unit="RS", category=Category.BAD_ATTITUDE)
        seen = count_seen(of, date(2026, 9, 1), date(2026, 9, 30), unit)
    assert (seen.told, seen.found, seen.open) == (3, 1, 1)


def test_a_study_of_all_complaints_or_of_a_cause_alone_is_counted(office: FullOffice) -> None:
    """The form asks for a unit, an item or a type; a row that has none is read all the same."""
    come_again(office, 2)
    all_of = Subject()
    with office.unit_of_work().reading() as unit:
        seen = count_seen(all_of, date(2026, 9, 1), date(2026, 9, 30), unit)
        caused = count_seen(Subject(cause="no-such"), date(2026, 9, 1), date(2026, 9, 30), unit)
    assert (seen.told, seen.found, caused.told, caused.found) == (2, 2, 2, 0)
    with pytest.raises(InvalidInput) as refused:
        open_study(replace(BY_HAND, unit="", category=""), office.unit_of_work(), office.actor(SUPERVISOR))
    assert refused.value.errors == {"unit": "REQUIRED"}
