"""A set-up office on SQLite with an accepted case, copied from a template of the session.

What differs between the databases is proven in tests/both_databases.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.case.answer import Answer
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Stage
from models.ground.ids import new_id
from tests.database import SqlitePlace, sqlite_at
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import SideCase, side_case
from tests.unit.side_requests.told_case import (
    COLLEAGUE,
    PERSON,
    REPRESENTATIVE,
    accuse,
    answer,
    approve,
    draft,
    give_account,
)


@pytest.fixture(scope="session")
def side_template(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path
) -> tuple[Path, SideCase]:
    """The file of an office at 2026-09-07 10:00 with one accepted case, and that case."""
    folder = tmp_path_factory.mktemp("side")
    shutil.copyfile(sqlite_office_template, folder / "office.db")
    with sqlite_at(folder / "office.db") as database:
        case = side_case(FullOffice(database, folder=folder))
    return folder / "office.db", case


@pytest.fixture
def office(
    tmp_path: Path, sqlite_place: SqlitePlace, side_template: tuple[Path, SideCase]
) -> Iterator[FullOffice]:
    """The office with its one case."""
    with sqlite_place.copy_of(side_template[0]) as database:
        yield FullOffice(database, folder=tmp_path)


@pytest.fixture
def case(office: FullOffice, side_template: tuple[Path, SideCase]) -> SideCase:
    """The case of two matters, accepted as simple on 2026-09-07, in investigation by xun.wenshi."""
    return replace(side_template[1], office=office)


@pytest.fixture
def answered(case: SideCase) -> SideCase:
    """Answered by xun.wenshi on 2026-09-07 after heng.gongyun's approval, and archived."""
    now = case.office.clock.now()
    with case.unit() as (unit, complaint):
        unit.session.add(
            Answer(
                complaint_id=complaint.id,
                round=1,
                findings_text="不属实",
                decision_text="不予处理",
                measures_text="无",
                refused_lines=[],
                ways=["phone"],
                delivered_at=now,
                published_at=now,
                given_by="xun.wenshi",
            )
        )
        unit.session.add(
            Decision(
                id=new_id(),
                complaint_id=complaint.id,
                kind=DecisionKind.APPROVAL,
                round=1,
                by="heng.gongyun",
                at=now,
                content={},
            )
        )
        complaint.stage, complaint.closed_at = Stage.ARCHIVED, now
    return case


@pytest.fixture
def accused(case: SideCase) -> SideCase:
    """A person of RS with an account by the second matter, his unit by both."""
    give_account(case, PERSON, COLLEAGUE, REPRESENTATIVE)
    accuse(case)
    return case


@pytest.fixture
def told(accused: SideCase) -> SideCase:
    """Found, approved and answered; nobody has opened anything."""
    draft(accused)
    approve(accused)
    answer(accused)
    return accused
