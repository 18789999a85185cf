"""A number of the figures opens as many rows of its reader's ledger, by whatever it is counted."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import func, select

from api.staff.analysis_trend import BESIDE
from api.staff.figures_form import ledger_of, ledger_within
from api.staff.ledger_form import read_ledger_filter
from models.case.complaint import Complaint
from services.figures.columns import GROUPS
from services.figures.definitions import ON_TIME_RATE, SATISFIED_RATE
from services.figures.period import FigurePeriod
from services.figures.read_figures import AskedFigures, read_figures
from services.figures.read_heat import read_heat
from services.figures.read_trend import AskedTrend, Step, read_trend
from services.ledger.limits import Lateness
from services.ledger.list_ledger import list_row_conditions
from tests.full_office import FullOffice
from tests.unit.services.planted_figures import plant
from tests.unit.services.test_figures import append
from tests.web_staff.cases import restrict_to

SUPERVISOR = "jian.rujing"
PERIOD = FigurePeriod(date(2025, 8, 5), date(2026, 7, 20))


def opened(address: str, office: FullOffice) -> int:
    """How many rows the ledger has at that address."""
    asked = read_ledger_filter(dict(parse_qsl(urlsplit(address).query)))
    with office.unit_of_work().reading() as unit:
        conditions = list_row_conditions(asked, unit, office.actor(SUPERVISOR))
        return unit.session.scalars(select(func.count()).select_from(Complaint).where(*conditions)).one()


def test_a_number_opens_as_many_rows_of_the_ledger_by_whatever_it_is_counted(office: FullOffice) -> None:
    ids = plant(office, 40)
    for case in ids[:4]:
        restrict_to(office, case, "zong.lanyun")
    append(office)
    supervisor = office.actor(SUPERVISOR)
    seen = set[str]()
    for group in (*GROUPS, "month"):
        for asked in (
            AskedFigures(PERIOD, group=group),
            AskedFigures(PERIOD, "closed_on", group, {"windows": "C01"}, Lateness.LATE),
        ):
            for line in read_figures(asked, office.unit_of_work(), supervisor).lines:
                address = ledger_of(asked, line.value)
                number = line.now.parts.get("cases", 0)
                if address is None:
                    # The ledger is narrowed by one window at a time.
                    assert (group, asked.narrowed) == ("windows", {"windows": "C01"}), line.value
                else:
                    assert opened(address, office) == number, address
                    seen |= {group} if number else set()
    assert seen == {*GROUPS, "month"}


def test_a_square_of_the_heat_and_a_point_of_a_trend_open_as_many_rows(office: FullOffice) -> None:
    """R68: hot hours, trends and rates are told in numbers whose complaints stand in the ledger."""
    ids = plant(office, 50)
    for case in ids[:9]:
        restrict_to(office, case, "zong.lanyun")
    append(office)
    supervisor, asked = office.actor(SUPERVISOR), AskedFigures(PERIOD, narrowed={"channel": "phone"})
    heat = read_heat(asked, office.unit_of_work(), supervisor)
    assert heat.cases > 5
    assert heat.cases == opened(ledger_within(asked, PERIOD) or "", office)
    assert heat.cases < read_heat(asked, office.unit_of_work(), office.actor("zong.lanyun")).cases
    for (weekday, hour), number in list(heat.numbers.items())[:4]:
        address = ledger_within(asked, PERIOD, weekday=str(weekday), hour=str(hour))
        assert address is not None
        assert opened(address, office) == number > 0, address
    seen = 0
    for figure in (ON_TIME_RATE, SATISFIED_RATE):
        wanted = AskedTrend(AskedFigures(PERIOD), figure, Step.MONTH)
        for point in read_trend(wanted, office.unit_of_work(), supervisor).points[:6]:
            for _, of, further in BESIDE[figure.code]:
                address = ledger_within(wanted.figures, point.period, **further)
                assert address is not None
                assert opened(address, office) == of.number(point.parts), address
                seen += of.number(point.parts)
    assert seen > 10
