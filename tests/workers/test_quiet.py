"""What counts as under way before a demo office's clock moves on."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.ledger.outbox import OutboxRow
from services.outbox.send_step import send_outbox_step
from tests.full_office import FullOffice
from tests.workers.engine_office import engine_office
from tests.workers.moments import office_clock

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


def test_a_message_whose_sending_failed_is_still_under_way(office: FullOffice, tmp_path: Path) -> None:
    office.file()
    with engine_office(office, tmp_path) as running:
        send_outbox_step(office.unit_of_work, running.engine)
        assert {row.failed_reason for row in office.rows(OutboxRow, sent_at=None)} == {"NOT_YET"}
        under_way = office_clock(running).busy()
    assert "outbox publish_message" in under_way
