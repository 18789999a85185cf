"""What is ordered to be sealed is sealed, whatever stands in one of the files; each notice has its word in the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.file_volume import FileVolume
from models.case.lifecycle import Outcome
from models.ground.dispatch_codes import TO_UNITS, DispatchPurpose, DispatchState
from models.ground.errors import Conflict, Crowded, DatabaseBusy, OutsideUnavailable
from models.ground.ways import Way
from services.actor import Actor
from services.dispatch.plan_notice import About, new_notice
from services.unit_of_work import UnitOfWork
from services.volumes import seal_step
from services.volumes.list_parts import set_scene
from services.volumes.part import Sheet
from services.volumes.seal_step import MOST, REST, REST_OF_AWAY, seal_files_step
from services.volumes.seal_volume import CHANGED
from services.volumes.sheets.deliveries import list_deliveries
from tests.full_office import FullOffice
from tests.unit.services.keeping_files import close
from tests.unit.services.test_after_a_destroyed_file import order_volume, with_press


class FailsOnce:
    """The real press, with a fault that nobody foresaw at the first paper that it lays out."""

    def __init__(self, press: object) -> None:
        self._press = press
        self.has_failed = False

    def __getattr__(self, name: str) -> object:
        if not self.has_failed:
            self.has_failed = True
            raise KeyError("a word that is missing")
        return getattr(self._press, name)


def test_a_file_with_a_fault_that_nobody_foresaw_keeps_no_other_waiting(office: FullOffice) -> None:
    cases = {close(office, "2026-10-08T09:00", Outcome.REFUSED) for _ in range(2)}
    for case in cases:
        order_volume(office, case)
    press = FailsOnce(office.unit_of_work().ports.press)
    assert seal_files_step(lambda: with_press(office.unit_of_work(), press)) == 1
    assert press.has_failed
    sealed = [row.complaint_id for row in office.rows(FileVolume) if row.sealed_at is not None]
    assert len(sealed) == 1 and set(sealed) < cases
    assert seal_files_step(office.unit_of_work) == 0, "it rests"
    let_pass(office, REST + timedelta(seconds=1))
    assert seal_files_step(office.unit_of_work) == 1


def test_files_that_cannot_be_sealed_keep_no_other_waiting_however_many_they_are(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eleven that fail were the head of the list for good; each waits behind the others then, in the order of its try."""
    tried: list[str] = []

    def seal(complaint_id: str, unit_of_work: UnitOfWork, _: Actor) -> None:
        tried.append(complaint_id)
        if complaint_id != last:
            raise KeyError("a word that is missing")
        with unit_of_work as unit:
            for row in unit.session.scalars(
                select(FileVolume).where(FileVolume.complaint_id == complaint_id)
            ):
                row.sealed_at = unit.clock.now()

    cases = [office.file(address=f"203.0.113.{no}").complaint_id for no in range(MOST + 1)]
    for case in cases:
        order_volume(office, case)
        office.clock.moment += timedelta(seconds=1)
    last = cases[-1]
    monkeypatch.setattr(seal_step, "seal_volume", seal)
    assert [seal_files_step(office.unit_of_work) for _ in range(3)] == [0, 1, 0]
    assert tried == cases
    let_pass(office, REST + timedelta(seconds=1))
    assert seal_files_step(office.unit_of_work) == 0
    assert tried[len(cases) :] == cases[:MOST]


def let_pass(office: FullOffice, span: timedelta) -> None:
    """On the machine; the office's clock stands still."""
    office.system_clock.moment += span  # type: ignore[attr-defined]  # a SetClock here


@pytest.mark.parametrize(
    ("fault", "tries"),
    [
        (OutsideUnavailable(), [1, 1, 2, 3]),
        (Conflict(code=CHANGED), [1, 1, 2, 3]),
        (Conflict(), [1, 1, 1, 2]),
        (DataError("", {}, Exception()), [1, 1, 1, 2]),
    ],
)
def test_what_may_be_well_in_a_moment_rests_for_less_than_what_cannot_be_sealed(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch, fault: Exception, tries: list[int]
) -> None:
    """`tries`: how many at once, at once again, after half a minute and ten minutes later; the office's day is no matter."""
    tried: list[str] = []

    def seal(complaint_id: str, *_: object) -> None:
        tried.append(complaint_id)
        raise fault

    order_volume(office, office.file().complaint_id)
    monkeypatch.setattr(seal_step, "seal_volume", seal)
    found: list[int] = []
    for span in (timedelta(0), timedelta(0), REST_OF_AWAY + timedelta(seconds=1), REST):
        let_pass(office, span)
        assert seal_files_step(office.unit_of_work) == 0
        found.append(len(tried))
        office.clock.moment += timedelta(days=1)
    assert found == tries


@pytest.mark.parametrize(
    "fault",
    [
        DatabaseBusy(),
        Crowded(),
        OperationalError("", {}, Exception()),
        InterfaceError("", {}, Exception()),
        NoConnection(),
    ],
)
def test_what_says_nothing_of_one_file_ends_the_round_and_no_file_rests(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    """A lock that another held for a second had each volume wait for ten minutes."""
    tried: list[str] = []

    def seal(complaint_id: str, *_: object) -> None:
        tried.append(complaint_id)
        raise fault

    for _ in range(2):
        order_volume(office, office.file().complaint_id)
    monkeypatch.setattr(seal_step, "seal_volume", seal)
    for _ in range(2):
        with pytest.raises(type(fault)):
            seal_files_step(office.unit_of_work)
    assert len(tried) == 2
    assert len(set(tried)) == 1
    assert [row.tried_at for row in office.rows(FileVolume)] == [None, None]


def test_each_notice_to_the_complainant_stands_in_the_file_in_words(office: FullOffice) -> None:
    """Whatever it told of and whatever became of it: a complaint by mail has the notice of its receipt."""
    case = close(office, "2026-10-08T09:00", Outcome.REFUSED)
    told = [one for one in DispatchPurpose if one not in TO_UNITS]
    with office.unit_of_work() as unit:
        for purpose in told:
            for state in DispatchState:
                row: Dispatch = new_notice(About(purpose, f"{state}"), case, Way.EMAIL, unit)
                row.state = state
                unit.session.add(row)
    with office.unit_of_work().reading() as unit:
        (part,) = list_deliveries(set_scene(unit.session.get_one(Complaint, case), unit))
    assert isinstance(part.content, Sheet)
    (grid,) = part.content.parts
    assert len(grid.rows) == len(told) * len(DispatchState)
    assert len({row[2] for row in grid.rows}) == len(told)
    assert len({row[3] for row in grid.rows}) == len(DispatchState)
