"""Every case of the office of 0.2.0 comes to its end with this release, from wherever it stood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from models.case.task import Task
from models.ledger.outbox import OutboxRow
from models.ledger.trail_check import verify_trail
from tests.acceptance.any_case import walk_to_end
from tests.acceptance.earlier_office import Opened, opened_office, rows
from tests.acceptance.walk import list_cases, stage_of

pytestmark = [
    pytest.mark.timeout(1200),
    pytest.mark.check(sister="tests/acceptance/test_last_office.py"),
]
OPEN_STAGES = {"intake", "referral", "investigation", "disposal", "feedback", "return_visit"}
RUNNING = "SELECT process_id, key FROM process_instance WHERE ended_at IS NULL"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The office after its second start."""
    with opened_office("0.2.0", tmp_path_factory.mktemp("last") / "office") as office:
        office.office.settle()
        yield office


def test_every_case_of_every_stage_comes_to_the_archive(opened: Opened) -> None:
    """About fifty cases, on the diagrams they began in and an owner's; nothing of them is left in the engine."""
    office = opened.office
    cases = list_cases(office)
    assert {stage_of(office, case) for case in cases} >= OPEN_STAGES
    walked = {case.number: walk_to_end(office, case) for case in cases}
    print(walked)
    assert sum(bool(done) for done in walked.values()) > 45
    assert {stage_of(office, case) for case in cases} == {"archived"}
    office.settle()
    assert rows(office.data / "engine/engine.db", RUNNING) == []
    assert office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"] == []
    with office.clock.database.read() as session:
        assert session.scalars(select(Task.form_id).where(Task.state == "open")).all() == []
        assert session.scalars(select(OutboxRow.kind).where(OutboxRow.sent_at.is_(None))).all() == []
        assert verify_trail(session).fault is None
