"""What figures let propose, and who complained found in words."""

from __future__ import annotations

import pytest

from models.ground.bulletin_codes import BulletinSide
from models.ground.errors import FiguresBehind, NotFound
from models.ground.proposal_codes import ProposalSource
from models.office.bulletin import Bulletin
from services.bulletins.lines import as_json, from_json, propose
from services.bulletins.open_bulletin import open_bulletin
from services.figures.append_step import append_figures_step
from services.figures.ask_entries import AskedEntries
from services.figures.period import FigurePeriod
from services.identity.find_complainants import find_complainants
from services.identity.published_words import find_small_groups
from services.ports.figures import Line
from services.proposals.freeze_figures import Learnt, freeze_figures
from tests.full_office import FullOffice
from tests.unit.services.summarised_cases import Lived, live


def line(code: str, **parts: int) -> Line:
    return Line(code, parts, {})


def told(
    *closed: Line, windows: tuple[Line, ...] = (), overdue: tuple[Line, ...] = ()
) -> list[tuple[str, str]]:
    return [(row.side.value, f"{row.figure}.{row.code}") for row in propose(closed, windows, overdue)]


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
        (BulletinSide.PROBLEM, "on_time_rate", "GA", 14, 44),
        (BulletinSide.PROBLEM, "redone_rate", "GA", 6, 40),
        (BulletinSide.PROBLEM, "overdue", "SW", 5, None),
    }


def test_who_leaves_late_files_open_is_not_praised_for_those_closed_in_time(office: FullOffice) -> None:
    """Whenever they came in: what is overdue at the end stands in the base of the rate and in the problem beside it."""
    for _ in range(20):
        live(office, Lived("2026-10-09T09:00", "2026-10-10T09:00", "2026-10-09T09:05", "2026-10-09T09:06"))
    for _ in range(30):
        live(office, Lived("2026-09-01T09:00", contacted="2026-09-01T10:00"))
    live(office, Lived("2026-11-01T09:00"))
    office.clock.set("2026-11-02T09:00")
    count_all(office)
    open_bulletin("2026-10", office.unit_of_work(), office.actor("jian.rujing"))
    (row,) = office.rows(Bulletin, id="2026-10")
    assert {(line.side, line.figure, line.number, line.whole) for line in from_json(row.proposed)} == {
        (BulletinSide.PROBLEM, "on_time_rate", 30, 50),
        (BulletinSide.PROBLEM, "overdue", 30, None),
    }
    assert told(line("RS", ended=20)) == [("praise", "on_time_rate.RS")]
    assert told(line("RS", ended=20), overdue=(line("RS", overdue=2),)) == []
    assert told(overdue=(line("RS", overdue=30),)) == [
        ("problem", "on_time_rate.RS"),
        ("problem", "overdue.RS"),
    ]


def count_all(office: FullOffice) -> None:
    while append_figures_step(office.unit_of_work):
        pass


def note(office: FullOffice, at: str) -> None:
    """Something happens at that moment, and stands on the trail."""
    office.clock.set(at)
    with office.unit_of_work() as unit:
        unit.trail.add(None, "list.exported", {"list": "due"}, office.actor("jian.rujing"))


def test_nothing_is_frozen_while_something_of_the_period_is_not_counted(office: FullOffice) -> None:
    """Its lines are never counted anew: what the figures lack then, the bulletin lacks for good."""
    count_all(office)
    supervisor = office.actor("jian.rujing")
    note(office, "2026-10-31T23:59")
    office.clock.set("2026-11-01T00:05")
    with pytest.raises(FiguresBehind):
        open_bulletin("2026-10", office.unit_of_work(), supervisor)
    count_all(office)
    note(office, "2026-11-01T00:06")
    open_bulletin("2026-10", office.unit_of_work(), supervisor)
    note(office, "2026-11-01T00:30")
    learnt = Learnt(ProposalSource.STAGE, "intake", AskedEntries(FigurePeriod.of_months(2026, 11, 1)))
    with pytest.raises(FiguresBehind):
        freeze_figures(learnt, office.unit_of_work, supervisor)
    count_all(office)
    with pytest.raises(NotFound):
        freeze_figures(learnt, office.unit_of_work, supervisor)


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


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("本月不满意的评价中，其中3件系推诿扯皮。", ["其中3件"]),
        ("仅两名群众再次反映。", ["两名", "仅两名"]),
        ("有４人投诉窗口无人。", ["４人"]),
        ("涉及二至三户企业。", ["二至三户", "涉及二至三户"]),
        ("Only 2 complaints were made good; three people came back.", ["2 complaints", "three people"]),
        ("共投诉23件，重新办理6件，占20件的30%。", []),
        ("一件一档、一人一岗，投诉办理第三人回避。", []),
        ("增设3名窗口人员，培训2次，整改4项。", []),
        ("其中十二件、二十三件已办结，1.3件/日。", []),
        ("40 complaints, 12 people", []),
    ],
)
def test_a_small_group_in_words_is_found_where_it_stands(words: str, found: list[str]) -> None:
    """A bulletin names no small group, whoever words it."""
    assert sorted(words[begins:ends] for begins, ends in find_small_groups(words)) == sorted(found)


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
