"""The row of the ledger: a complaint over its whole life, in codes, numbers and dates, read for many at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event, select

from api.i18n import _catalogue
from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import Outcome
from models.case.prior_case import PriorCase
from models.case.respondent import Respondent
from models.ground.codes import Finding, Method
from models.ground.ids import new_id
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.figures.append_step import append_figures_step
from services.ledger.columns import LEDGER_COLUMNS, LedgerPart, ValueKind
from services.ledger.investigation import sum_up
from services.ledger.ledger_filter import EvaluationAsked, LatenessAsked, LedgerFilter
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.ledger.list_ledger import ListLedger, list_ledger
from services.ledger.prior_rows import read_prior_ledger_rows
from services.ledger.total_ledger import LedgerTotals
from services.lists.case_table import TableFormat
from services.lists.ledger_table import TakeLedger, read_ledger_table, take_ledger
from services.lists.ledger_views import KeptLedger, get_ledger, keep_ledger
from services.oversight.record_outside_review import (
    RecordOutsideOutcome,
    RecordOutsideReview,
    record_outside_outcome,
    record_outside_review,
)
from services.views.case_filter import CaseOrder
from tests.full_office import FullOffice
from tests.unit.services.mass_complaint import accept_all, open_mass_complaint
from tests.unit.services.projected_task import accept, submit, walk_to
from tests.unit.services.summarised_cases import ITEM, UNIT, WINDOW, Lived, live
from tests.unit.services.test_prior_cases import FIRST, take
from tests.web_staff.cases import restrict_to

VISITOR = "fang.huiyin"
TYPES = {
    ValueKind.CODE: str,
    ValueKind.CODES: tuple,
    ValueKind.FLAG: bool,
    ValueKind.NUMBER: int,
    ValueKind.DAY: date,
    ValueKind.MOMENT: datetime,
    ValueKind.TEXT: str,
    ValueKind.STAFF: str,
}


def read(office: FullOffice, *cases: str) -> list[LedgerRow]:
    with office.unit_of_work().reading() as unit:
        return read_ledger_rows(cases, unit)


def test_a_complaint_that_went_all_the_way_has_its_whole_life_in_one_row(office: FullOffice) -> None:
    """DM-36."""
    case = office.file().complaint_id
    walk_to(office, case, "record-return-visit")
    office.clock.moment += timedelta(days=1)
    submit(
        office,
        case,
        "record-return-visit",
        VISITOR,
        reached="yes",
        way="phone",
        satisfaction="4",
        solved="yes",
    )
    with office.unit_of_work() as unit:
        for no, method in enumerate((Method.DOCUMENTS, Method.SITE, Method.DOCUMENTS)):
            act = InvestigationAct(id=f"act-{no}", complaint_id=case, round=1, method=method)
            act.record_text, act.done_at, act.by = "查阅", office.clock.now(), "xun.wenshi"
            unit.session.add(act)
    [row] = read(office, case)
    told = {
        "origin": "case",
        "received_on": date(2026, 9, 7),
        "received_hour": 10,
        "received_weekday": "0",
        "channel": "portal",
        "matters": 2,
        "category": "irregular_operation",
        "complexity": "simple",
        "windows": ("C03",),
        "handler": "xun.wenshi",
        "accepted_on": date(2026, 9, 7),
        "decisions": ("accept",),
        "outcome": "accepted",
        "counts_once": True,
        "methods": ("documents", "site"),
        "acts": 3,
        "finding": "substantiated",
        "findings": ("substantiated", "substantiated"),
        "disposals": ("correct_error",),
        "measures": 2,
        "approved_on": date(2026, 9, 7),
        "answered_on": date(2026, 9, 7),
        "answered_by": ("phone",),
        "delivered_on": date(2026, 9, 7),
        "lateness": "on_time",
        "late_workdays": None,
        "used_workdays": 0,
        "used_days": 0,
        "visited_on": date(2026, 9, 8),
        "is_reached": True,
        "rating": 4,
        "evaluation": "satisfied",
    }
    assert {name: row[name] for name in told} == told


def outside_review(office: FullOffice, case: str, decided: dict[str, str] | None = None) -> None:
    """A proceeding that is on record, with its outcome where it has one."""
    supervisor = office.actor("jian.rujing")
    filed = RecordOutsideReview(
        case, new_id(), "litigation", "云河区人民法院", "（2026）行初9号", "2026-09-02"
    )
    review = record_outside_review(filed, office.unit_of_work(), supervisor)
    if decided is not None:
        told = {"effect": "", "asks": "", "do_by": ""} | decided
        record_outside_outcome(RecordOutsideOutcome(review, **told), office.unit_of_work(), supervisor)


def test_a_row_says_how_often_it_was_supervised_and_what_was_decided_last_outside(
    office: FullOffice,
) -> None:
    """By the day of the decision, whenever it was put on record; the store of figures has the same."""
    case, other = (live(office, Lived("2026-09-01T09:00")) for _ in range(2))
    names = ("supervisions", "outside_reviews", "outside_outcome")

    def told() -> list[tuple[object, ...]]:
        while append_figures_step(office.unit_of_work):
            pass
        rows: list[tuple[object, ...]] = [
            tuple(row[name] for name in names) for row in read(office, case, other)
        ]
        kept = office.unit_of_work().ports.figures.read_rows([case, other])
        assert [tuple(kept[one][name] for name in names) for one in (case, other)] == rows
        return rows

    assert told() == [(0, 0, None)] * 2
    with office.unit_of_work() as unit:
        for reason in ("久无进展", "仍无进展"):
            open_supervision(OpenSupervision(case, reason), unit, office.actor("jian.rujing"))
    outside_review(office, case)
    assert told() == [(2, 1, None), (0, 0, None)]
    lost = {"outcome": "revoked", "effect": "put_right", "asks": "更正答复", "do_by": "2026-09-30"}
    outside_review(office, case, lost | {"decided_on": "2026-09-06"})
    outside_review(office, case, {"outcome": "upheld", "decided_on": "2026-09-05"})
    assert told() == [(2, 3, "revoked"), (0, 0, None)]


def test_a_row_has_a_value_of_its_kind_in_every_column(office: FullOffice) -> None:
    answered, fresh = office.file().complaint_id, office.file(address="203.0.113.8").complaint_id
    walk_to(office, answered, "record-return-visit")
    for row in read(office, answered, fresh):
        assert set(row.values) == {column.name for column in LEDGER_COLUMNS}
        wrong = [
            column.name
            for column in LEDGER_COLUMNS
            if (value := row[column.name]) is not None and not isinstance(value, TYPES[column.kind])
        ]
        assert wrong == []


def test_what_was_not_evaluated_is_never_satisfied_and_what_runs_past_its_date_is_over(
    office: FullOffice,
) -> None:
    """N5."""
    answered, waiting = office.file().complaint_id, office.file(address="203.0.113.8").complaint_id
    walk_to(office, answered, "record-return-visit")
    accept(office, waiting)
    assert [row["lateness"] for row in read(office, answered, waiting)] == ["on_time", "running"]
    office.clock.moment += timedelta(days=30)
    rows = read(office, answered, waiting)
    assert [row["lateness"] for row in rows] == ["on_time", "overdue"]
    assert [row["evaluation"] for row in rows] == ["not_evaluated", None]
    assert rows[1]["late_workdays"] and rows[1]["used_workdays"] is None


def test_a_mass_complaint_counts_once_by_the_file_that_leads(office: FullOffice) -> None:
    filed = open_mass_complaint(office, 3, decide=accept_all)
    rows = read(office, *(one.complaint_id for one in filed))
    assert [row["counts_once"] for row in rows] == [True, False, False]
    assert [row["group_part"] for row in rows] == ["leading", "member", "member"]
    assert {row["group_leading"] for row in rows} == {filed[0].number}


def test_a_row_tells_no_number_of_a_file_that_its_reader_must_keep_away_from(office: FullOffice) -> None:
    filed = open_mass_complaint(office, 2, decide=accept_all)
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, filed[1].complaint_id).merged_into = filed[0].number
    restrict_to(office, filed[0].complaint_id, "zong.lanyun")
    for login, told in (("jian.rujing", None), ("zong.lanyun", filed[0].number)):
        actor = office.actor(login)
        page = list_ledger(ListLedger(), office.unit_of_work(), actor)
        command = TakeLedger(LedgerFilter(), CaseOrder.NEWEST, ("number",), TableFormat.CSV, "核对台账")
        taken = take_ledger(command, office.unit_of_work(), actor)
        table = [one.row for one in read_ledger_table(taken, office.unit_of_work, actor)]
        for rows in (page.rows, table):
            [row] = [one for one in rows if one.complaint_id == filed[1].complaint_id]
            assert (row["group_leading"], row["merged_into"], row["group_part"]) == (told, told, "member")


def test_days_that_the_calendar_does_not_reach_are_empty_and_late_stays_late(office: FullOffice) -> None:
    case = office.file().complaint_id
    accept(office, case)
    office.clock.moment += timedelta(days=9 * 366)
    [row] = read(office, case)
    assert (row["lateness"], row["late_workdays"]) == ("overdue", None)


def test_what_was_kept_before_is_marked_and_says_it_in_its_own_words(office: FullOffice) -> None:
    take(office, FIRST)
    with office.unit_of_work().reading() as unit:
        [no] = unit.session.scalars(select(PriorCase.no))
        [row] = read_prior_ledger_rows([no], unit)
    assert row["origin"] == "prior" and row["number"] == "2024-001"
    assert row["received_on"] == date(2024, 3, 5) and row["answered_on"] == date(2024, 3, 12)
    assert row.words["channel"] == "窗口" and row.words["evaluation"] == "满意"
    assert row["finding"] is row["lateness"] is row["counts_once"] is None
    clerk, unit_of_work = office.actor("wen.rusheng"), office.unit_of_work()
    page = list_ledger(ListLedger(LedgerFilter(is_prior=True)), unit_of_work, clerk)
    assert [(one.complaint_id, one.words) for one in page.rows] == [(row.complaint_id, row.words)]
    late = LedgerFilter(is_prior=True, lateness=LatenessAsked.LATE)
    assert not list_ledger(ListLedger(late), unit_of_work, clerk).rows
    assert not list_ledger(ListLedger(), unit_of_work, clerk).rows
    assert page.totals is None
    assert not {"孙早来", "199-0000-0501"} & set(row.words.values())


@pytest.fixture
def several(office: FullOffice) -> list[str]:
    """One answered and satisfied, one answered in vain, one that runs past its date, one that is late but answered, one fresh."""
    office.clock.moment -= timedelta(days=40)
    cases = [office.file(address=f"203.0.113.{no}").complaint_id for no in range(30, 34)]
    for case in cases[:2]:
        walk_to(office, case, "record-return-visit")
    told = {"reached": "yes", "way": "phone", "satisfaction": "4", "solved": "yes"}
    submit(office, cases[0], "record-return-visit", VISITOR, **told)
    accept(office, cases[2])
    office.clock.moment += timedelta(days=40)
    walk_to(office, cases[3], "record-return-visit")
    return [*cases, office.file(address="203.0.113.40").complaint_id]


FILTERS = [
    *(LedgerFilter(lateness=LatenessAsked(word)) for word in ("on_time", "late", "running", "overdue")),
    *(
        LedgerFilter(evaluation=EvaluationAsked(word))
        for word in ("satisfied", "dissatisfied", "not_evaluated")
    ),
    *(LedgerFilter(finding=word) for word in Finding),
    *(LedgerFilter(outcome=word) for word in Outcome),
]


def test_a_filter_lists_the_rows_whose_column_says_it_and_totals_count_them(
    office: FullOffice, several: list[str]
) -> None:
    director = office.actor("heng.gongyun")

    def listed(asked: LedgerFilter) -> set[str]:
        page = list_ledger(ListLedger(asked), office.unit_of_work(), director)
        return {row.complaint_id for row in page.rows}

    rows = {row.complaint_id: row for row in read(office, *several)}
    assert {row["lateness"] for row in rows.values()} == {"on_time", "late", "running", "overdue"}
    for asked in FILTERS:
        ((name, value),) = asked.by_codes_of_the_ledger().items()
        assert listed(asked) == {case for case, row in rows.items() if row[name] == value}, (name, value)
    assert listed(LedgerFilter(lateness=LatenessAsked.DONE)) == {*several[:2], several[3]}
    assert listed(LedgerFilter(evaluation=EvaluationAsked.EVALUATED)) == {several[0]}
    totals = list_ledger(ListLedger(), office.unit_of_work(), director).totals
    used = [row["used_days"] for row in rows.values() if row["used_days"] is not None]
    assert totals == LedgerTotals(
        files=5,
        counted=5,
        on_time=2,
        late=1,
        overdue=1,
        done=3,
        average_days=round(sum(used) / 3, 1),
        satisfied=1,
        evaluated=1,
    )
    assert sorted(used) == [0, 0, 40]


def test_whom_a_ledger_is_about_is_said_by_rows_in_force_that_somebody_confirmed(office: FullOffice) -> None:
    about = live(office, Lived("2026-09-01T09:00"))
    guessed = live(office, Lived("2026-09-01T09:00"))
    gone = live(office, Lived("2026-09-01T09:00"))
    with office.unit_of_work() as unit:
        for row in unit.session.scalars(select(Respondent).where(Respondent.complaint_id == guessed)):
            row.confirmed_at = row.named_by = None
        for row in unit.session.scalars(select(Respondent).where(Respondent.complaint_id == gone)):
            row.superseded_at = row.confirmed_at
    director = office.actor("heng.gongyun")
    for asked in (LedgerFilter(about_unit=UNIT), LedgerFilter(window=WINDOW), LedgerFilter(item=ITEM)):
        page = list_ledger(ListLedger(asked), office.unit_of_work(), director)
        assert [row.complaint_id for row in page.rows] == [about]
        kept = keep_ledger(KeptLedger(asked, CaseOrder.NEWEST, ()), office.unit_of_work(), director)
        assert get_ledger(kept, office.unit_of_work(), director).asked == asked
    other = list_ledger(ListLedger(LedgerFilter(window="C04")), office.unit_of_work(), director)
    assert len(other.rows) == 0


@contextmanager
def counted(office: FullOffice) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith(("PRAGMA", "BEGIN")):
            seen.append(str(arguments[2]))

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(office.database.engine, "before_cursor_execute", note)


def test_the_rows_of_many_ask_no_more_than_those_of_one_and_read_no_words(office: FullOffice) -> None:
    cases = [office.file(address=f"203.0.113.{no}").complaint_id for no in range(20, 26)]
    for case in cases[:3]:
        walk_to(office, case, "record-return-visit")
    with counted(office) as of_one:
        read(office, cases[0])
    with counted(office) as of_many:
        read(office, *cases)
    assert len(of_one) == len(of_many) <= 35
    sealed = (
        "complaint.matter",
        "complaint.wanted",
        "matter.text",
        "findings_text",
        "record_text",
        "comment",
    )
    assert [name for name in sealed if any(name in asked for asked in of_many)] == []


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ([], None),
        (["not_substantiated"] * 2, "not_substantiated"),
        (["substantiated", "not_substantiated"], "partly_substantiated"),
        (["unverifiable", "partly_substantiated"], "partly_substantiated"),
        (["unverifiable", "not_substantiated"], "unverifiable"),
    ],
)
def test_a_complaint_is_true_in_part_as_soon_as_anything_is(found: list[str], whole: str | None) -> None:
    assert sum_up([Finding(one) for one in found]) == whole


def test_ids_of_no_case_are_left_out_and_the_order_is_that_of_the_ids(office: FullOffice) -> None:
    first, second = office.file().complaint_id, office.file(address="203.0.113.8").complaint_id
    assert [row.complaint_id for row in read(office, second, "nobody", first)] == [second, first]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_has_a_name_and_says_what_it_means(language: str) -> None:
    texts = _catalogue(language)
    for kind in ("ledger_column", "ledger_means"):
        assert [column.name for column in LEDGER_COLUMNS if f"{kind}.{column.name}" not in texts] == []
    assert [part for part in LedgerPart if f"ledger_part.{part}" not in texts] == []


def test_figures_are_neither_texts_nor_people() -> None:
    left = {column.name for column in LEDGER_COLUMNS if not column.is_figure}
    assert left == {"number", "handler", "merged_into", "group_leading"}
    names = [column.name for column in LEDGER_COLUMNS]
    assert len(names) == len(set(names))
