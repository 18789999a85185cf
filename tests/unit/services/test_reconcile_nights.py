"""The workers compare database and engine at their start and each night; what they tell, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.ground.errors import OutsideUnavailable
from models.ledger.outbox import OutboxRow
from models.office.standstill import StandstillKind
from services.reconcile.end_runs_of_nobody import end_runs_of_nobody
from services.reconcile.reconcile_step import AGAIN, Compared, reconcile_step
from services.reconcile.repair import repair
from services.standstill.list_standstill import list_standstill
from tests.full_office import FullOffice
from tests.office import SetClock
from tests.unit.services.test_reconcile import ROOT, SECOND, compare, running_case, start, work_till_late
from tests.unit.services.two_ports import TwoPorts

SUPERVISOR = "jian.rujing"


def test_the_workers_compare_at_their_start_and_each_night_and_tell_what_two_looks_saw(
    office: FullOffice,
) -> None:
    """Nightly; what differs stands on the supervisor's page until a look does not find it any more."""
    case = running_case(office)
    work_till_late(office, case)
    ports, compared = TwoPorts(is_away=True), Compared()
    clock = office.system_clock
    assert isinstance(clock, SetClock)

    def step() -> list[tuple[str | None, object]]:
        reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # as above
        groups = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR)).groups
        return [
            (thing.complaint_id, thing.facts["differences"])
            for thing in groups.get(StandstillKind.ASTRAY, ())
        ]

    with pytest.raises(OutsideUnavailable):
        step()
    ports.is_away = False
    assert step() == []
    assert step() == [(case, ["RUN_UNKNOWN"])]
    ports.roots = {ROOT: case}
    # Not before its time.
    assert step() == [(case, ["RUN_UNKNOWN"])]
    clock.moment += AGAIN
    assert step() == []
    asked = ports.asked
    clock.moment += timedelta(hours=6)
    step()
    assert ports.asked == asked
    clock.moment += timedelta(hours=18)
    step()
    assert ports.asked > asked


def test_a_run_of_nobody_is_looked_at_again_the_next_night_only(office: FullOffice) -> None:
    """Nothing of the office's ends it: a look each ten minutes would read all for nothing."""
    ports, compared = TwoPorts(roots={SECOND: "of another office"}), Compared()
    clock = office.system_clock
    assert isinstance(clock, SetClock)
    for _ in range(2):
        reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # as above
    asked = ports.asked
    clock.moment += AGAIN
    reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # as above
    assert ports.asked == asked
    clock.moment += timedelta(days=1)
    reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # as above
    assert ports.asked > asked


def night_after_night(office: FullOffice, ports: TwoPorts, compared: Compared) -> dict[str, list[str]]:
    """The next night's comparison, both looks; the page of the supervisor afterwards."""
    assert isinstance(office.system_clock, SetClock)
    office.system_clock.moment += timedelta(days=1)
    for _ in range(2):
        reconcile_step(office.unit_of_work, ports, ports, compared)  # type: ignore[arg-type]  # as above
    page = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR))
    things = page.groups.get(StandstillKind.ASTRAY, ())
    return {thing.complaint_id or thing.key: thing.facts["differences"] for thing in things}


def test_each_open_case_has_one_live_run_and_each_live_run_its_open_case_or_the_night_tells_and_mends_it(
    office: FullOffice,
) -> None:
    """N12: lost, begun twice, of a closed case, of nobody; what a repair and a person order is what the engine is told."""
    keys = [str(2251799813680000 + number) for number in range(7)]
    whole, lost, twice, closed = (running_case(office, key) for key in keys[:4])
    for case in (whole, lost, twice, closed):
        work_till_late(office, case)
    compared = Compared()
    roots = {keys[0]: whole, keys[1]: lost, keys[2]: twice, keys[3]: closed}
    ports = TwoPorts(roots=dict(roots))
    assert night_after_night(office, ports, compared) == {}
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, closed).stage = Stage.ARCHIVED
    ports.roots = roots | {keys[4]: twice, keys[5]: "of another office"}
    del ports.roots[keys[1]]
    told_of = {
        lost: ["RUN_UNKNOWN"],
        twice: ["RUN_TWICE"],
        closed: ["CLOSED_RUNS"],
        keys[5]: ["RUN_OF_NOBODY"],
    }
    assert night_after_night(office, ports, compared) == told_of
    found = compare(office, ports)
    repair(found.differing, office.unit_of_work)
    end_runs_of_nobody([keys[5]], found, office.unit_of_work)
    start(office, lost, keys[6], run_no=2)
    rows = [row for row in office.rows(OutboxRow) if row.kind == "cancel_instance"]
    cancelled = {str(row.payload["process_instance_key"]) for row in rows}
    assert cancelled == {keys[3], keys[4], keys[5]}
    ports.roots = {key: case for key, case in ports.roots.items() if key not in cancelled} | {keys[6]: lost}
    assert ports.roots == {keys[0]: whole, keys[2]: twice, keys[6]: lost}
    assert night_after_night(office, ports, compared) == {}
