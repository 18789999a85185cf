"""What figures let propose, and who complained found in words."""

from __future__ import annotations

import pytest

from models.ground.bulletin_codes import BulletinSide
from services.bulletins.lines import as_json, from_json, propose
from services.identity.find_complainants import find_complainants
from services.ports.figures import Line
from tests.full_office import FullOffice


def line(code: str, **parts: int) -> Line:
    return Line(code, parts, {})


def told(
    *closed: Line, windows: tuple[Line, ...] = (), received: tuple[Line, ...] = ()
) -> list[tuple[str, str]]:
    return [(row.side.value, f"{row.figure}.{row.code}") for row in propose(closed, windows, received)]


def test_praise_and_problems_follow_from_the_figures_of_units_and_windows() -> None:
    lines = propose(
        [
            line("RS", ended=40, ended_late=2, evaluated=20, satisfied=19, answered=40),
            line("GA", ended=40, ended_late=10, answered=40, redone=6),
        ],
        [line("C03", evaluated=25, satisfied=25)],
        [line("SW", overdue=5), line("GA", overdue=4)],
    )
    assert from_json(as_json(lines)) == lines
    quarter = propose([line("GA", ended=40, ended_late=10)], [], [], tells_numbers=False)
    assert [(row.figure, row.number, row.whole) for row in quarter] == [("on_time_rate", None, None)]
    assert {(row.side, row.figure, row.code, row.number, row.whole) for row in lines} == {
        (BulletinSide.PRAISE, "on_time_rate", "RS", None, None),
        (BulletinSide.PRAISE, "satisfied_rate", "RS", None, None),
        (BulletinSide.PRAISE, "satisfied_rate", "C03", None, None),
        (BulletinSide.PROBLEM, "on_time_rate", "GA", 10, 40),
        (BulletinSide.PROBLEM, "redone_rate", "GA", 6, 40),
        (BulletinSide.PROBLEM, "overdue", "SW", 5, None),
    }


@pytest.mark.parametrize(
    "small",
    [
        # Nineteen in all; four that went wrong; four that did not; nobody's unit.
        line("RS", ended=19),
        line("RS", ended=30, ended_late=4),
        line("RS", ended=30, ended_late=27),
        line("RS", answered=30, redone=4),
        line("", ended=40, ended_late=20),
    ],
)
def test_nothing_is_said_of_a_small_group(small: Line) -> None:
    assert [one for one in told(small) if one[0] == "problem"] == []
    assert told(line("RS", ended=19), line("GA", evaluated=19, satisfied=19)) == []


def test_complainants_are_found_where_they_stand_and_nobody_else(office: FullOffice) -> None:
    office.file(
        name="慕容静姝", phone="13800138555", content="窗口无人。", organisation="云河市晨光电子有限公司"
    )
    words = (
        "慕容静姝反映的窗口已整改，联系13800138555；云河市晨光电子有限公司同类问题两件，见YH-2026-000017。"
    )
    with office.unit_of_work().reading() as unit:
        found = {words[begins:ends] for begins, ends in find_complainants(words, unit)}
        clean = find_complainants("人社窗口本月按时办结率提高，欧阳科长牵头整改，联系人司马处长。", unit)
    assert {"慕容静姝", "13800138555", "YH-2026-000017"} <= found
    assert any("晨光电子有限公司" in told for told in found)
    assert clean == []
