"""What counts as under way before a demo office's clock moves on."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.replay import quiet
from models.case.lifecycle import ClockKind
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from services.outbox.send_step import send_outbox_step
from tests.full_office import FullOffice
from tests.workers.engine_office import engine_office
from tests.workers.moments import calm, office_clock

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


def test_a_message_whose_sending_failed_is_still_under_way(office: FullOffice, tmp_path: Path) -> None:
    office.file()
    with engine_office(office, tmp_path) as running:
        send_outbox_step(office.unit_of_work, running.engine)
        assert {row.failed_reason for row in office.rows(OutboxRow, sent_at=None)} == {"NOT_YET"}
        under_way = office_clock(running).busy()
    assert "outbox publish_message" in under_way


def test_a_limit_that_falls_due_while_one_waits_is_looked_at_though_the_engine_stands(
    office: FullOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock of an office goes on between two moves, that of the engine does not, so that no watch begins to look."""
    monkeypatch.setattr(quiet, "_LONGEST_WAIT", 20.0)
    with engine_office(office, tmp_path) as running:
        running.start_workers()
        office.file()
        calm(running)
        (limit,) = office.rows(Clock, kind=ClockKind.ACCEPTANCE)
        assert limit.check_at is not None
        office.clock.moment = limit.check_at
        office_clock(running).make_quiet().wait()
        (seen,) = office.rows(Clock, id=limit.id)
    assert seen.check_at != limit.check_at
