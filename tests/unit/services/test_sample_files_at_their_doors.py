"""The files of the sample stories come in by the doors that such files have: the mailbox, and the form for tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.incoming import Incoming
from models.ground.codes import Channel
from models.ground.incoming_codes import IncomingState
from models.ground.order_codes import RowState
from services.incoming.mail.fetch_step import fetch_mail_step
from services.orders.receive_table import ReceiveTable, receive_table
from services.orders.table_view import TablePage, read_table_page
from services.orders.take_table import confirm_table, take_table
from tests.full_office import FullOffice
from tests.imap_server import serve_imap
from tests.unit.services.test_fetched_mail import mailbox_of

SAMPLES = Path(__file__).parents[2] / "samples" / "channel-files"
CLERK = "wen.rusheng"


def test_the_mails_of_the_samples_come_through_the_mailbox_and_the_answer_joins_its_case(
    office: FullOffice,
) -> None:
    """Other character sets, an answer, a message within one; S052 was asked for more and answers."""
    mails = sorted(SAMPLES.glob("eml/*.eml"), key=lambda path: path.stem)
    with serve_imap() as box:
        for number, path in enumerate(mails, start=1):
            box.put(number, path.read_bytes())
        assert fetch_mail_step(mailbox_of(box), office.unit_of_work) == len(mails) == 8
        assert box.folders["INBOX"] == {}
    came = office.rows(Incoming)
    states = sorted(row.state for row in came)
    assert states == [IncomingState.FILED] * 7 + [IncomingState.JOINED]
    assert {row.channel for row in office.rows(Complaint)} == {Channel.EMAIL}
    assert {row.complaint_id for row in came} == {row.id for row in office.rows(Complaint)}
    (joined,) = (row for row in came if row.state is IncomingState.JOINED)
    (asked,) = office.rows(Incoming, complaint_id=joined.complaint_id, state=IncomingState.FILED)
    assert asked.sender_index == joined.sender_index


@pytest.mark.parametrize(("first", "second"), [("orders.csv", "orders.xlsx"), ("orders.xlsx", "orders.csv")])
def test_the_orders_of_the_samples_are_filed_once_from_either_file(
    office: FullOffice, first: str, second: str
) -> None:
    """The hotline exports the same five orders as a table of commas and as a workbook."""
    office.clock.set("2026-11-02T09:30")
    assert _take(office, first).counts == {RowState.FILED: 5}
    cases, orders = office.rows(Complaint), office.rows(HotlineOrder)
    assert {row.channel for row in cases} == {Channel.HOTLINE_12345}
    assert len(cases) == len({row.number for row in orders}) == 5
    assert all(case.channel_due_at for case in cases)
    assert _take(office, second).counts == {RowState.SAME: 5}
    assert {row.id for row in office.rows(Complaint)} == {row.id for row in cases}


def _take(office: FullOffice, name: str) -> TablePage:
    content = (SAMPLES / "hotline-12345" / name).read_bytes()
    actor = office.actor(CLERK)
    table_id = receive_table(ReceiveTable(name, content), office.unit_of_work(), actor)
    confirm_table(table_id, office.unit_of_work, actor)
    take_table(table_id, 60.0, office.unit_of_work)
    return read_table_page(table_id, office.unit_of_work(), actor)
