"""The sweep of windows: a limit that stands still for a request runs on when the window is over, also unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.beside.entrustment import Entrustment
from models.beside.supplement_request import SupplementRequest
from models.case.lifecycle import ClockKind, RequestState, Rung
from models.clock.legal_time import as_iso
from models.ledger.trail_event import TrailEvent
from models.store.database import Database
from services.requests.kinds.supplement import SUPPLEMENT
from services.watch.sweep import GRACE, Swept, Unwatched
from services.watch.sweep_windows import sweep_windows_step
from tests.entrusted import NO_DATA
from tests.full_office import FullOffice
from tests.let_out import let_out
from tests.unit.services.projected_task import accept
from tests.unit.services.requests_office import act, ask_for_material, check, clock_of, send_material


@pytest.fixture
def office(office_database: Database, tmp_path: Path) -> FullOffice:
    """A set-up office at 2026-09-07 10:00, whose both clocks are one."""
    office = FullOffice(office_database, folder=tmp_path)
    office.system_clock = office.clock
    return office


def sweep_at(office: FullOffice, moment: str) -> tuple[Swept, Swept]:
    """The first look at `moment`, and the one a grace later."""
    office.clock.set(moment)
    unwatched = Unwatched()
    first = sweep_windows_step(office.unit_of_work, unwatched)
    office.clock.moment += GRACE
    return first, sweep_windows_step(office.unit_of_work, unwatched)


def test_a_window_that_no_diagram_asks_about_ends_and_the_limit_runs_on(office: FullOffice) -> None:
    """OW-3: an owner's step before the question of the window left the limit of acceptance standing for ever."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    assert sweep_at(office, "2026-09-15T08:58") == (Swept(0, 0), Swept(0, 0))
    assert clock_of(office, case, ClockKind.ACCEPTANCE).rung is Rung.PAUSED
    assert sweep_at(office, "2026-09-15T09:00") == (Swept(0, 1), Swept(1, 0))
    row = office.rows(SupplementRequest, id=request)[0]
    assert (row.state, row.end_reason) == (RequestState.EXPIRED, "WINDOW_OVER")
    clock = clock_of(office, case, ClockKind.ACCEPTANCE)
    assert (clock.rung, as_iso(clock.due_at)) == (Rung.WITHIN, "2026-09-18T17:00:00+08:00")
    expired = office.rows(TrailEvent, complaint_id=case, kind="request.expired")
    assert [event.payload for event in expired] == [{"kind": "supplement", "request_id": request}]


def test_a_diagram_that_asks_after_the_sweep_is_told_that_the_window_is_over(office: FullOffice) -> None:
    """Once: the second look finds nothing to do."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    sweep_at(office, "2026-09-15T09:00")
    assert check(office, SUPPLEMENT, request).is_window_over
    assert sweep_at(office, "2026-09-15T09:10") == (Swept(0, 0), Swept(0, 0))
    assert len(office.rows(TrailEvent, complaint_id=case, kind="request.expired")) == 1


def test_an_answer_within_the_grace_is_no_late_one(office: FullOffice) -> None:
    """Whoever looks first: between two looks of the sweep the request is answered."""
    case = office.file().complaint_id
    request = ask_for_material(office, case)
    office.clock.set("2026-09-15T09:00")
    unwatched = Unwatched()
    assert sweep_windows_step(office.unit_of_work, unwatched).waiting == 1
    send_material(office, case, request)
    office.clock.moment += GRACE
    assert sweep_windows_step(office.unit_of_work, unwatched) == Swept(0, 0)
    assert office.rows(SupplementRequest, id=request)[0].state is RequestState.ANSWERED


def test_a_window_in_the_investigation_is_swept_too(office: FullOffice) -> None:
    """The report of an entrustment that pauses the limits never came, nor did the diagram ask for it."""
    case = office.file().complaint_id
    accept(office, case)
    scope = {"kind": "entrusted", "to": "X-DSJ", "scope": "固定日志", "limit_wd": 2, "pauses_clock": True}
    scope |= NO_DATA
    let_out(
        office, act(office, case, "open-entrustment", "heng.gongyun", **scope).references["entrustment_id"]
    )
    assert clock_of(office, case, ClockKind.RESOLVE).rung is Rung.PAUSED
    (row,) = office.rows(Entrustment)
    assert sweep_at(office, row.window_ends_at.isoformat())[1].looked == 1
    assert office.rows(Entrustment)[0].state is RequestState.EXPIRED
    assert clock_of(office, case, ClockKind.RESOLVE).rung is Rung.WITHIN
