"""A month of who supervises, directs, examines and oversees, walked with the mouse through an office that has a past.

All live in one office, in this order: its clock goes forwards, and the director decides what the supervisor brought.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.reviewed_file import FileDefect
from models.case.task import Task
from models.ground.file_review_codes import DefectState
from models.ledger.trail_event import TrailEvent
from models.office.oversight import OversightRead
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from models.office.staff import Staff
from services.performance.scores_step import scores_step
from services.what_if.what_if_step import what_if_step
from tests.acceptance.walk import CLERK, STEPS, Case, answer, file_case, open_task, read_store
from tests.office_process import OfficeProcess, office_template
from tests.web_days import directors_month as director
from tests.web_days import examiners_month as examiner
from tests.web_days import overseers_month as overseer
from tests.web_days import supervisors_month as supervisor
from tests.web_days.a_day import a_day
from tests.web_days.office_with_a_past import (
    DIRECTOR,
    SUPERVISOR,
    bring_figures_up,
    go_to,
    look,
    office_with_a_past,
    summarise,
)
from tests.web_days.person import at_a_screen

ADMINISTRATOR, NEW_HANDS = "guan.xitong", "ji.luqing"
PERIOD, SUMMARY, STUDIED = "2026年8月", "2026-08", "抵押权首次登记 · 办事效率低"
WAITED = ("李一鸣", "张二妹", "王三友", "赵四海", "钱五福", "孙六顺", "周七喜")
TOLD = "8月31日上午{no}号排队，C03窗口临时停办失业保险金申领，已等待的人被要求改天再来，没有任何公告。"
LIMIT = {
    "amount": "6",
    "unit": "wd",
    "basis": "《云河市政务服务中心投诉办理办法》第九条",
    "effective_from": "2026-12-01",
    "reason": "一般投诉多在六个工作日内办结，拟缩短",
}
BY_SUPERVISOR = {
    "supervision.opened",
    "task.reassigned",
    "wave.taken_up",
    "group.opened",
    "signal.taken_up",
    "performance.asked",
    "summary.returned",
    "list.exported",
    "bulletin.opened",
    "bulletin.heard",
    "annual_report.proposed",
}
BY_DIRECTOR = {
    "study.planned",
    "summary.released",
    "limit-proposal.approved",
    "bulletin.published",
    "study.decided",
    "measure.opened",
    "process_proposal.sent",
    "annual_report.published",
}
pytestmark = [
    pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove-whole"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeProcess]:
    """On Monday the 31st of August; on that morning a window sends seven people away."""
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with office_with_a_past(tmp_path_factory.mktemp("month"), template) as running:
        yield running


@pytest.fixture(scope="module")
def waited(office: OfficeProcess) -> list[Case]:
    """Their complaints, all but the last accepted by two in the afternoon."""
    cases = [
        file_case(
            office,
            name=name,
            phone=f"199000010{no:02}",
            content=TOLD.format(no=no),
            occurred_at="2026-08-31",
        )
        for no, name in enumerate(WAITED, 1)
    ]
    for case in cases[:-1]:
        answer(office, case, "decide-acceptance", category="low_efficiency")
    go_to(office, "2026-08-31T14:00")
    look(office.clock.make_unit)
    return cases


def done_by(office: OfficeProcess, login: str) -> Mapping[str, dict[str, Any]]:
    """What a person has on the trail: the payload of the last event of each kind."""
    with office.clock.database.read() as session:
        query = select(TrailEvent).where(TrailEvent.actor == login).order_by(TrailEvent.seq)
        return {row.kind: row.payload for row in session.scalars(query)}


def monday(office: OfficeProcess, browser: Browser, waited: list[Case]) -> None:
    """What is near is urged and handed on, what rises taken up, what is alike joined, what does not go together followed."""
    with a_day(browser, office, SUPERVISOR) as person:
        assert supervisor.read_the_board(person) == len(waited), "the first contact of each"
        number = supervisor.open_the_latest(person)
        supervisor.urge(person, number)
        supervisor.reassign(person, waited[-1].number)
        # By kind of complaint where the workers looked before anybody confirmed what it is about, else by service item.
        assert supervisor.take_up_the_rise(person) in (len(waited) - 1, len(waited))
        supervisor.join_a_mass_complaint(person, len(waited))
        supervisor.follow_a_signal(person)
        supervisor.read_what_stands_still(person)
        supervisor.have_scores_counted(person)
    scores_step(office.clock.make_unit)
    with office.clock.database.read() as session:
        of_number = select(Complaint.id).where(Complaint.number == number)
        urged = session.scalars(select(Supervision).where(Supervision.complaint_id.in_(of_number))).one()
        assert urged.reason == supervisor.URGE
        task = open_task(office, waited[-1], "decide-acceptance")
        assert session.get_one(Task, task.user_task_key).assignee == NEW_HANDS


def test_a_supervisor_goes_through_a_month_from_the_board_to_the_figures(
    browser: Browser, office: OfficeProcess, waited: list[Case]
) -> None:
    """What three pages say of August is one number; what was done stands on record under her name."""
    monday(office, browser, waited)
    make_unit = office.clock.make_unit
    go_to(office, "2026-09-01T07:30")
    summarise(make_unit)
    go_to(office, "2026-09-01T08:10")
    bring_figures_up(make_unit)
    with a_day(browser, office, SUPERVISOR) as person:
        supervisor.open_the_points(person)
        month = supervisor.read_the_summary(person, PERIOD)
        assert supervisor.count_the_month(person, "办结日期")[0] == month.closed
        assert supervisor.count_the_month(person, "收到日期") == (month.received, month.compared)
        file = supervisor.keep_a_view_and_take_the_table(person)
        assert re.fullmatch(r"ledger-2026-09-01\.(csv|xlsx)", file)
        supervisor.propose_a_bulletin(person, PERIOD)
        supervisor.word_the_yearly_report(person)
        supervisor.read_the_summary(person, PERIOD)
        supervisor.send_the_summary_back(person)
    done = done_by(office, SUPERVISOR)
    assert done.keys() >= BY_SUPERVISOR
    assert done["list.exported"]["purpose"] == supervisor.PURPOSE
    assert done["summary.returned"]["summary"] == SUMMARY


def propose_another_limit(office: OfficeProcess) -> None:
    """An administrator has it tried on the past year, and proposes it."""
    page = office.people.read_page(ADMINISTRATOR, "/administration/limits")
    found = re.search(
        r'href="(/administration/limits/([0-9a-f]+)/change)"[^>]*>[^<]*<[^>]+>[^<]*办结（一般投诉）', page
    )
    assert found is not None
    place, replaces = found.groups()
    office.people.send_form(ADMINISTRATOR, "/what-if/limits", {**LIMIT, "replaces": replaces}, page=place)
    while what_if_step(office.clock.make_unit):
        pass
    office.people.send_form(ADMINISTRATOR, place, {**LIMIT, "go": "propose"}, page=place)


def accept_the_last(office: OfficeProcess, case: Case) -> None:
    """By whom it was given to, about something else than was thought."""
    task = open_task(office, case, "decide-acceptance")
    answers = next(answers for form, who, answers in STEPS if form == task.form_id and who == CLERK)
    office.people.submit(NEW_HANDS, task, {**answers, "category": "bad_attitude"})
    office.settle()


def test_a_director_decides_what_waits_and_the_public_reads_the_year(
    browser: Browser, office: OfficeProcess, waited: list[Case]
) -> None:
    """Frozen figures stay when a file moves on; the second person publishes what another worded."""
    make_unit = office.clock.make_unit
    go_to(office, "2026-09-02T07:30")
    summarise(make_unit)
    go_to(office, "2026-09-02T08:10")
    propose_another_limit(office)
    with a_day(browser, office, DIRECTOR) as person:
        director.begin_the_day(person, STUDIED)
        director.plan_the_study(person)
        received, digest = director.release_the_summary(person, PERIOD)
    accept_the_last(office, waited[-1])
    summarise(make_unit)
    with a_day(browser, office, SUPERVISOR) as person:
        supervisor.analyse(person, STUDIED)
    with a_day(browser, office, DIRECTOR) as person:
        still, changed = director.read_what_changed_since(person, PERIOD)
        assert still == received
        was, now = map(int, re.findall(r"\d+", changed)[-2:])
        assert now == was + 1
        late, would_be_late = director.approve_the_limit(person, "办结（一般投诉）")
        assert would_be_late > late
        director.publish_the_bulletin(person, PERIOD)
        director.decide_the_study(person, STUDIED)
        director.enter_a_measure(person)
        director.propose_at_the_diagram(person, STUDIED)
        director.publish_the_yearly_report(person)
    with at_a_screen(browser, office.address, "市民") as citizen:
        told = director.read_the_report(citizen)
    assert done_by(office, DIRECTOR).keys() >= BY_DIRECTOR
    office.settle()
    with office.clock.database.read() as session:
        edition = session.scalars(select(SummaryEdition).where(SummaryEdition.summary_id == SUMMARY)).one()
        assert edition.digest == digest
        year = session.get_one(PeriodicSummary, "2025")
        assert ["total", "all", "received", told] in year.figures["own"]
    begun = "SELECT state FROM process_instance WHERE process_id = 'periodic-summary'"
    assert {row[0] for row in read_store(office, begun)} == {"COMPLETED"}


def test_two_examiners_score_a_file_a_third_settles_it_and_a_unit_makes_it_good(
    browser: Browser, office: OfficeProcess
) -> None:
    """The same seed draws the same files; the order has its day, and is late on the day after."""
    go_to(office, "2026-09-03T09:00")
    with a_day(browser, office, SUPERVISOR) as person:
        examiner.open_a_round(person)
    no, (first, second), names = examiner.find_file(office)
    for login, doubts in ((first, True), (second, False)):
        with a_day(browser, office, login) as person:
            examiner.read_and_score(person, no, doubts=doubts)
    with a_day(browser, office, SUPERVISOR) as person:
        examiner.settle_and_order(person, no)
    go_to(office, "2026-09-11T09:00")
    with a_day(browser, office, SUPERVISOR) as person:
        examiner.see_it_late(person)
    with a_day(browser, office, NEW_HANDS) as person:
        examiner.report(person)
    with a_day(browser, office, SUPERVISOR) as person:
        examiner.check(person)
        examiner.read_the_round(person, names)
    with office.clock.database.read() as session:
        (defect,) = session.scalars(select(FileDefect))
        assert (defect.state, defect.due_on) == (DefectState.CHECKED, date(2026, 9, 10))


def test_an_overseer_reads_by_a_mandate_and_each_look_is_on_record(
    browser: Browser, office: OfficeProcess
) -> None:
    """Figures and de-identified files of its days; what is taken away has a purpose, and nothing opens when it has ended."""
    go_to(office, "2026-09-14T08:10")
    bring_figures_up(office.clock.make_unit)
    overseer.add_reader(office)
    with a_day(browser, office, ADMINISTRATOR) as person:
        overseer.grant(person)
    with a_day(browser, office, DIRECTOR) as person:
        overseer.confirm(person)
    with a_day(browser, office, overseer.READER) as person:
        overseer.read_the_figures(person)
        told = overseer.read_files(person)
        assert overseer.take_the_table(person).endswith(".csv")
        overseer.read_the_record(person)
    with office.clock.database.read() as session:
        people = session.scalars(select(Staff.name).where(Staff.login != overseer.READER))
        assert [name for name in people if name in told] == []
        assert re.findall(r"YH-\d{4}-\d{6}", told) == []
        pages = list(session.scalars(select(OversightRead.page)))
        assert set(pages) == {"figures", "files", "file", "table"}
    with a_day(browser, office, SUPERVISOR) as person:
        overseer.withdraw(person)
    with a_day(browser, office, overseer.READER) as person:
        overseer.find_it_ended(person)
