"""A made past: whole rows and a whole chain, pages of its cases over the real server, made once, and in a demo office alone."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from deploy.history import make_history as making
from deploy.history.make_history import HistoryRefused, Wanted, make_history
from deploy.history.places import read_places
from deploy.history.truths import TRUTHS_FILE
from models.case.case_text import CaseText
from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.investigation_act import InvestigationAct
from models.case.lifecycle import Outcome, Stage
from models.clock.clock import Clock
from models.clock.legal_time import at_time, beijing_date, to_beijing
from models.ground.base import Base, UtcDateTime
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from models.office.transaction_volume import TransactionVolume, VolumeImport
from models.store.database import Database
from models.vault.identity import Identity
from models.vault.keyring import Keyring
from services.clocks.clock_shift import found_demo_office
from services.figures.check import check_figures
from services.figures.rebuild import rebuild_figures
from services.file_review.facts import read_facts
from services.file_review.judge_file import JUDGED, judge_file
from services.file_review.sheet import find_sheet
from services.unit_of_work import UnitFactory
from services.views.case_filter import CaseFilter
from services.views.cases import SearchCases, search_cases
from tests.full_office import FullOffice
from tests.served_office import ServedOffice, serve_office
from tests.web.pages import text_of

CASES = 120
WANTED = Wanted(years=2, cases=CASES, seed=5, make="usual", until=date(2026, 9, 6))
# Moments to come, and the one at which the past itself was written.
NOT_OF_THE_CASE = ("due_at", "original_due_at", "taken_in_at")
BY_PEOPLE = (
    "answer_sending",
    "citation",
    "decision",
    "evidence_item",
    "file_entry",
    "improvement_verdict",
    "investigation_act",
    "matter_cause",
    "return_visit",
)
READERS = ("jian.rujing", "zong.lanyun", "heng.gongyun", "wen.rusheng", "fang.huiyin")


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office whose past was killed in the middle and made on."""
    with serve_office(tmp_path_factory.mktemp("past"), sqlite_office_template) as served:
        killed = _Killed(after=2)
        with pytest.raises(_Kill), pytest.MonkeyPatch.context() as patched:
            patched.setattr(making, "write_portion", killed.write)
            _make(served.office)
        with served.office.unit_of_work().reading() as unit:
            assert 0 < _count(Complaint, unit.session) < CASES
        assert _make(served.office) == CASES - 2 * making.AT_ONCE
        yield served


class _Kill(Exception):
    pass


class _Killed:
    """Writes so many portions, and is killed in the middle of the next."""

    def __init__(self, after: int) -> None:
        self._left, self._write = after, making.write_portion

    def write(self, *given: Any) -> None:
        self._write(*given)
        if self._left == 0:
            raise _Kill
        self._left -= 1


def _make(office: FullOffice, wanted: Wanted = WANTED) -> int:
    return make_history(wanted, office.folder, office.unit_of_work, lambda _done, _of: None)


def _count(table: type, session) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_what_was_killed_and_made_on_is_whole(served: ServedOffice) -> None:
    office = served.office
    with office.unit_of_work().reading() as unit:
        rows = unit.session.scalars(select(Complaint).order_by(Complaint.received_at)).all()
        assert len(rows) == CASES
        assert {row.stage for row in rows} == {Stage.ARCHIVED}
        assert {row.outcome for row in rows} == {Outcome.ACCEPTED, Outcome.SETTLED, Outcome.REFUSED}
        assert len({row.number for row in rows}) == CASES
        assert _count(CaseText, unit.session) == CASES
        assert CASES * 0.85 < _count(Identity, unit.session) < CASES
        assert _count(TransactionVolume, unit.session) > 100
        report = verify_trail(unit.session)
        assert report.fault is None
        texts = [row.matter for row in rows]
        assert len(set(texts)) == len(texts), "nobody writes what another wrote"


def test_no_moment_is_before_the_complaint_nor_after_the_past_and_people_work_in_office_hours(
    served: ServedOffice,
) -> None:
    with served.office.unit_of_work().reading() as unit:
        received = {row.id: row for row in unit.session.scalars(select(Complaint))}
        last: dict[str, datetime] = {}
        by_people = at_night = 0
        for event in unit.session.scalars(select(TrailEvent).order_by(TrailEvent.seq)):
            row = received.get(event.complaint_id or "")
            if row is None:
                continue
            assert row.registered_at <= event.at
            assert beijing_date(event.at) <= WANTED.until
            assert last.get(row.id, event.at) <= event.at, "in the order of the case"
            last[row.id] = event.at
            is_told = event.kind in ("complaint.registered", "matters.suggested")
            if event.actor not in ("citizen", "system") and not is_told:
                by_people += 1
                moment = to_beijing(event.at)
                at_night += not (9 <= moment.hour < 18) or moment.weekday() == 6
        assert by_people > 10 * CASES
        assert at_night < by_people / 50, "make-up Sundays alone"
        for row in received.values():
            assert row.received_at <= row.registered_at <= (row.closed_at or row.received_at)
        for clock in unit.session.scalars(select(Clock)):
            assert clock.stopped_at is not None and clock.opened_at <= clock.stopped_at


def test_every_moment_of_every_row_lies_within_its_case_and_what_people_do_in_office_hours(
    served: ServedOffice,
) -> None:
    stays = timedelta(minutes=45)
    with served.office.unit_of_work().reading() as unit:
        cases = {row.id: row for row in unit.session.scalars(select(Complaint))}
        places = read_places(unit)
        looked: Counter[str] = Counter()
        for table in Base.metadata.sorted_tables:
            of = table.columns.get("complaint_id", table.columns["id"] if table.name == "complaint" else None)
            moments = [one for one in table.columns if isinstance(one.type, UtcDateTime)]
            for column in [one for one in moments if of is not None and one.name not in NOT_OF_THE_CASE]:
                query = select(of, column).where(of.in_(cases), column.is_not(None))
                for case, at in unit.session.execute(query):
                    row, place = cases[case], f"{table.name}.{column.name}"
                    assert row.closed_at is not None
                    assert row.received_at <= at <= row.closed_at + timedelta(milliseconds=3), place
                    looked[place] += 1
                    if table.name in BY_PEOPLE:
                        day, hours = beijing_date(at), places.ladder.hours
                        assert places.is_workday(day), place
                        assert hours.opening(day) <= at <= at_time(day, hours.closes) + stays, place
        assert len(looked) > 25
        for act in unit.session.scalars(select(InvestigationAct)):
            decided = cases[act.complaint_id].accepted_at
            assert decided is not None and act.began_at is not None and act.recorded_at is not None
            assert decided < act.began_at < act.done_at < act.recorded_at
        for entry in unit.session.scalars(select(FileEntry)):
            assert entry.happened_at is not None
            assert cases[entry.complaint_id].registered_at < entry.happened_at < entry.at


def test_nothing_comes_into_a_file_after_its_archive(served: ServedOffice) -> None:
    with served.office.unit_of_work().reading() as unit:
        archived = {
            event.complaint_id: event.seq
            for event in unit.session.scalars(select(TrailEvent).where(TrailEvent.kind == "case.archived"))
        }
        assert len(archived) == CASES
        late = [
            event.kind
            for event in unit.session.scalars(select(TrailEvent).order_by(TrailEvent.seq))
            if event.seq > archived.get(event.complaint_id, event.seq)
        ]
        assert late == []
        refused = select(Complaint.id).where(Complaint.outcome == Outcome.REFUSED)
        told = select(func.count()).select_from(FileEntry).where(FileEntry.complaint_id.in_(refused))
        assert unit.session.scalar(told), "some of them were told by telephone"


def test_no_line_of_the_sheet_of_reviewers_is_a_gap_of_every_file(served: ServedOffice) -> None:
    with served.office.unit_of_work().reading() as unit:
        ids = unit.session.scalars(select(Complaint.id).where(Complaint.outcome == Outcome.ACCEPTED)).all()
        lines = find_sheet(unit).lines
        judged: Counter[str] = Counter()
        gaps: Counter[str] = Counter()
        for facts in read_facts(ids, unit).values():
            health = judge_file(lines, facts)
            gaps.update(health.gaps)
            judged.update(code for code, standing in health.standings.items() if standing in JUDGED)
        shares = {code: gaps[code] / judged[code] for code in judged}
        assert shares.pop("volume_bound") == 1, "a made file has no papers to bind (ADR 0306)"
        assert {code: share for code, share in shares.items() if share > 0.4} == {}
        assert shares["respondent_heard"] > 0 and shares["records_signed"] > 0, (
            "and no file of all is perfect"
        )
        acts = unit.session.scalars(select(InvestigationAct)).all()
        alone = sum("one_reason" in (act.details or {}) for act in acts)
        assert 0 < alone < len(acts) / 4
        assert all((act.details or {}).get("second_investigator") != act.by for act in acts)


def test_figures_search_and_pages_work_on_it(served: ServedOffice) -> None:
    office = served.office
    make_unit: UnitFactory = office.unit_of_work
    assert rebuild_figures(make_unit, lambda _done, _of: None) == CASES
    assert list(check_figures(make_unit)) == []
    with make_unit().reading() as unit:
        query = select(Complaint).where(Complaint.outcome == Outcome.ACCEPTED).order_by(Complaint.id)
        row = unit.session.scalars(query).first()
        assert row is not None
        some = unit.session.scalars(select(Complaint.id).order_by(Complaint.id).limit(10)).all()
        words, number = row.matter[8:16], row.number
    found = search_cases(SearchCases(asked=CaseFilter(words=words)), make_unit(), office.actor(READERS[0]))
    assert number in {one.number for one in found.rows}
    for login in READERS:
        visitor = served.visitor(login)
        for case in some[:: 1 if login == READERS[0] else 5]:
            page = visitor.get(f"/cases/{case}")
            assert page.status_code == 200, (login, case)
    supervisor = served.visitor(READERS[0])
    with make_unit().reading() as unit:
        settled = (
            select(Complaint.id).where(Complaint.outcome == Outcome.SETTLED).order_by(Complaint.received_at)
        )
        earliest = unit.session.scalars(settled).first()
    assert supervisor.get(f"/cases/{earliest}/receipt").status_code == 200, "limits were in force then, too"
    for path in ("/ledger", "/analysis", "/alarms", "/signals", "/recurrence", "/figures", "/analysis/rates"):
        assert supervisor.get(path).status_code == 200, path
    assert number in text_of(supervisor.get(f"/cases/{row.id}"))


def test_the_same_past_is_made_once_has_the_same_truths_and_stands_alone(
    served: ServedOffice,
) -> None:
    office, truths = served.office, served.office.folder / TRUTHS_FILE
    told = truths.read_bytes()
    assert _make(office) == 0, "asked again nothing is written"
    assert truths.read_bytes() == told
    planted = json.loads(told)
    with office.unit_of_work().reading() as unit:
        ids = set(unit.session.scalars(select(Complaint.id)))
    for wave in planted["waves"]:
        assert len(wave["complaints"]) == sum(wave["adds"])
        assert set(wave["complaints"]) <= ids
    assert [one["is_cured"] for one in planted["problems"]] == [True, False]
    with pytest.raises(HistoryRefused, match="another past"):
        _make(office, Wanted(years=2, cases=CASES, seed=6, make="usual"))
    (office.folder / making.ASKED_FILE).unlink()
    with pytest.raises(HistoryRefused, match="another past"):
        _make(office, Wanted(years=2, cases=CASES, seed=6, make="usual"))
    assert _make(office) == 0, "the office itself knows its past"
    assert (office.folder / making.ASKED_FILE).exists()


def test_months_that_the_office_has_are_no_fault(served: ServedOffice) -> None:
    office = served.office
    with office.unit_of_work() as unit:
        past_id = unit.session.scalars(select(VolumeImport.id)).one()
        row = unit.session.get_one(VolumeImport, past_id)
        kept = VolumeImport(id="kept", by=row.by, at=row.at, sha256=row.sha256, rows=row.rows, replaced=0)
        unit.session.add(kept)
        unit.session.flush()
        unit.session.execute(update(TransactionVolume).values(import_id="kept"))
        unit.session.delete(row)
    assert _make(office) == 0
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(VolumeImport, past_id).rows == 0


def test_a_past_that_cannot_be_is_refused(
    tmp_path: Path, sqlite_office_template: Path, keyring: Keyring
) -> None:
    shutil.copyfile(sqlite_office_template, tmp_path / "jieban.sqlite3")
    office = FullOffice(Database(f"sqlite:///{tmp_path / 'jieban.sqlite3'}"), folder=tmp_path)
    with office.unit_of_work() as unit:
        found_demo_office(unit.session, 0.0)
    with pytest.raises(HistoryRefused, match="before the office's today"):
        _make(office, Wanted(2, CASES, 5, "usual", date(2100, 1, 1)))
    with pytest.raises(HistoryRefused, match="has no year"):
        _make(office, Wanted(10, CASES, 5, "usual", date(2010, 1, 1)))
    assert not list(tmp_path.glob("history*")), "nothing is left of what was refused"
    office.database.dispose()


def test_a_real_office_gets_no_past(tmp_path: Path, sqlite_office_template: Path, keyring: Keyring) -> None:
    shutil.copyfile(sqlite_office_template, tmp_path / "jieban.sqlite3")
    office = FullOffice(Database(f"sqlite:///{tmp_path / 'jieban.sqlite3'}"), folder=tmp_path)
    with pytest.raises(HistoryRefused, match="no demo office"):
        _make(office)
    assert not list(tmp_path.glob("history*")), "nothing is left of it"
    office.database.dispose()
