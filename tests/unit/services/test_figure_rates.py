"""Complaints per 1,000 transactions: a file that is taken in or told row by row what is wrong, and rates with their interval."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from models.ground.errors import InvalidInput, NotPermitted
from models.ledger.trail_event import TrailEvent
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from models.office.transaction_volume import TransactionVolume, VolumeImport
from services.figures.count_rates import Rate, RateBy, RateTable, count_rates, rate_of
from services.figures.import_volumes import Imported, import_volumes
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures
from services.figures.read_volumes import VolumeColumn
from services.figures.rebuild import rebuild_figures
from tests.full_office import FullOffice
from tests.unit.services.planted_figures import plant, scan

SUPERVISOR = "jian.rujing"
AUGUST = FigurePeriod.of_months(2026, 8, 1)


def take_in(office: FullOffice, *lines: str, login: str = SUPERVISOR, encoding: str = "utf-8") -> Imported:
    content = "\n".join(("单位,窗口,事项,月份,办件量", *lines)).encode(encoding)
    return import_volumes(content, office.unit_of_work(), office.actor(login))


def rates(office: FullOffice, by: RateBy = RateBy.WINDOW, period: FigurePeriod = AUGUST) -> RateTable:
    return count_rates(AskedFigures(period), by, office.unit_of_work(), office.actor(SUPERVISOR))


@pytest.fixture
def windows(office: FullOffice) -> list[tuple[str, str]]:
    """Two windows of one unit, with the code of the unit; the clock stands in September."""
    office.clock.set("2026-09-07T10:00")
    with office.unit_of_work().reading() as unit:
        rows = unit.session.execute(
            select(ServiceWindow.unit, ServiceWindow.code).order_by(ServiceWindow.unit, ServiceWindow.code)
        ).all()
    by_unit: dict[str, list[str]] = {}
    for of, code in rows:
        by_unit.setdefault(of, []).append(code)
    of, codes = next((of, codes) for of, codes in by_unit.items() if len(codes) > 1)
    return [(of, code) for code in codes[:2]]


def test_a_file_replaces_what_was_there_of_its_months_and_keeps_it_as_history(
    office: FullOffice, windows: list[tuple[str, str]]
) -> None:
    (unit, first), (_, second) = windows
    done = take_in(
        office, f'{unit},{first},,2026-08,"1,200"', f"{unit},{second},,2026年7月,300", encoding="gb18030"
    )
    assert (done.rows, done.replaced, done.wrong) == (2, 0, ())
    assert take_in(office, f"{unit},{first},,2026-08,900").replaced == 1
    assert take_in(office, f"{unit},{first},,2026-08,900").replaced == 0
    rows = office.rows(TransactionVolume)
    assert {(row.month, row.number, row.replaced_at is None) for row in rows} == {
        (date(2026, 8, 1), 1200, False),
        (date(2026, 7, 1), 300, True),
        (date(2026, 8, 1), 900, True),
    }
    events = [event for event in office.rows(TrailEvent) if event.kind == "transactions.imported"]
    assert [(event.actor, event.payload["rows"], event.payload["replaced"]) for event in events] == [
        (SUPERVISOR, 2, 0),
        (SUPERVISOR, 1, 1),
    ]
    with pytest.raises(NotPermitted):
        take_in(office, f"{unit},{first},,2026-08,1", login="xun.wenshi")


def test_a_wrong_row_is_told_by_its_line_and_column_and_nothing_is_taken_in(
    office: FullOffice, windows: list[tuple[str, str]]
) -> None:
    (unit, first), (_, second) = windows
    wrong = {
        "没有的单位,,,2026-08,5": {"unit": "UNKNOWN_PLACE"},
        f"{unit},Z99,没有的事项,2026-08,5": {"window": "UNKNOWN_PLACE", "item": "UNKNOWN_PLACE"},
        f"{unit},{first},,2026-13,": {"month": "NOT_A_MONTH", "number": "REQUIRED"},
        f"{unit},{first},,2026-09,-5": {"month": "MONTH_NOT_ENDED", "number": "NOT_A_NUMBER"},
        f"{unit},{first},,2026-08,7": {},
        f"{unit},{first},,2026-08,8": {"unit": "TWICE_IN_FILE"},
        f"{unit},,,2026-08,15": {"unit": "SUM_BESIDE_PARTS"},
        f"{unit},{second},,2026-08,=1+1": {"number": "NOT_A_NUMBER"},
        f"{unit},{second},,2026-08,{'9' * 5_000}": {"number": "NOT_A_NUMBER"},
    }
    done = take_in(office, *wrong)
    told = {
        row.line: {VolumeColumn(column).value: fault for column, fault in row.faults.items()}
        for row in done.wrong
    }
    assert told == {line: faults for line, faults in enumerate(wrong.values(), 2) if faults}
    assert office.rows(TransactionVolume) == []
    endless = ("(" * 130_000 + "\n").encode()
    torn = f"本月\r汇总\n{unit},1\n".encode()
    refused = (
        b"",
        b"a,b\n1,2",
        b"\xd0\xcf\x11\xe0",
        "单位,月份,办件量\n".encode(),
        endless,
        b"x" * 140_000,
        torn,
    )
    for content in refused:
        with pytest.raises(InvalidInput):
            import_volumes(content, office.unit_of_work(), office.actor(SUPERVISOR))


def test_a_name_that_two_places_have_is_nobodys_and_the_code_is_asked_for(
    office: FullOffice, windows: list[tuple[str, str]]
) -> None:
    [(unit, _), _] = windows
    with office.unit_of_work() as open_unit:
        for code in ("YH-1", "YH-2"):
            open_unit.session.add(ServiceItem(code=code, unit=unit, name="遗失补办"))
    done = take_in(office, f"{unit},,遗失补办,2026-08,5", f"{unit},,YH-2,2026-08,5")
    assert [(row.line, row.faults) for row in done.wrong] == [(2, {VolumeColumn.ITEM: "NAMED_TWICE"})]
    assert take_in(office, f"{unit},,YH-2,2026-08,5").rows == 1
    assert [row.item for row in office.rows(TransactionVolume)] == ["YH-2"]


def test_a_rate_has_an_interval_and_one_with_three_transactions_is_not_the_worst(
    office: FullOffice, windows: list[tuple[str, str]]
) -> None:
    plant(office, 150)
    rebuild_figures(office.unit_of_work, lambda _done, _of: None)
    period = FigurePeriod.of_months(2026, 1, 6)
    complaints: dict[str, int] = {}
    for case in scan(office):
        if period.begins <= case.day_of["received_on"] <= period.ends:  # type: ignore[operator]  # a day
            for window in case.values("windows") - {""}:
                complaints[window] = complaints.get(window, 0) + 1
    few, many, none = sorted(complaints)
    assert rates(office, period=period).whole is None
    with office.unit_of_work() as unit:
        done = VolumeImport(id="1", by=SUPERVISOR, at=unit.clock.now(), sha256="0" * 64, rows=12, replaced=0)
        unit.session.add(done)
        unit.session.flush()
        for month in range(1, 7):
            for window, number in ((few, 1 if month == 1 else 0), (many, 100)):
                volume = TransactionVolume(id=f"{window}{month}", import_id="1", unit="unit-a", window=window)
                volume.month, volume.number = date(2026, month, 1), number
                unit.session.add(volume)
    table = rates(office, period=period)
    assert {line.place: line.complaints for line in table.lines} == complaints
    assert {line.place for line in table.lines if line.rate is None} == {none}
    lines = {line.place: line for line in table.lines}
    assert lines[many].rate == rate_of(complaints[many], 600)
    assert [line.place for line in table.lines] == sorted(
        complaints, key=lambda place: -lower_of(lines[place].rate)
    ), "by what is certain, without a rate last"
    assert table.whole == rate_of(complaints[few] + complaints[many], 601)
    assert [table.stands_out(lines[place]) for place in (many, none)] == [False, False]
    assert table.stands_out(lines[few]) is (lower_of(lines[few].rate) > table.whole.value)
    assert lines[none].missing == tuple(date(2026, month, 1) for month in range(1, 7))


def lower_of(rate: Rate | None) -> float:
    return -1.0 if rate is None else rate.lower


def test_the_interval_is_that_of_a_count() -> None:
    """Byar's ends of 1, 10 and 100 against the exact ones (Garwood 1936): within a hundredth of the exact upper end."""
    exact = {0: (0.0, 3.689), 1: (0.0253, 5.572), 10: (4.795, 18.39), 100: (81.36, 121.63)}
    for count, (low, high) in exact.items():
        rate = rate_of(count, 1_000)
        assert rate is not None
        assert abs(rate.lower - low) < 0.02
        assert abs(rate.upper - high) < 0.08
    one_of_three, many = rate_of(1, 3), rate_of(60, 4_000)
    assert one_of_three is not None
    assert many is not None
    assert one_of_three.value > many.value
    assert one_of_three.lower < many.lower
    assert rate_of(5, 0) is None
