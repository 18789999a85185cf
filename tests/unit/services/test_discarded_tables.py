"""A table that nobody needs any more is taken away: what is filed stays, the rest is forgotten; who did it, and why, is told."""

from __future__ import annotations

import pytest

from models.case.channel_table import ChannelTable, ChannelTableRow
from models.case.complaint import Complaint
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.ground.order_codes import RowState
from models.ledger.trail_event import TrailEvent
from models.office.staff import Staff
from services.orders import take_table as taking
from services.orders.discard_table import LONGEST_REASON, DiscardTable, discard_table
from services.orders.take_table import confirm_table, take_table, take_tables_step
from services.retention.sweep_tables import sweep_tables
from tests.full_office import FullOffice
from tests.unit.services.test_order_tables import CLERK, FIRST, SECOND, SUPERVISOR, look, receive

WHY = "上传错了文件"


def discard(office: FullOffice, table_id: str, reason: str = WHY, by: str = CLERK) -> None:
    discard_table(DiscardTable(table_id, reason), office.unit_of_work(), office.actor(by))


def another_clerk(office: FullOffice) -> str:
    return next(row.login for row in office.rows(Staff) if "intake" in row.roles and row.login != CLERK)


def test_a_table_that_was_only_looked_at_is_forgotten_with_its_bytes(office: FullOffice) -> None:
    table_id = receive(office, FIRST, SECOND)
    key = office.rows(ChannelTable, id=table_id)[0].raw_key
    discard(office, table_id)
    page = look(office, table_id)
    assert page.counts == {RowState.DISCARDED: 2}
    assert (page.table.discard_reason, page.table.discarded_at, page.may_discard, page.table.done) == (
        WHY, office.clock.now(), False, 0,
    )  # fmt: skip
    assert all(row.fields is None for row in office.rows(ChannelTableRow))
    with pytest.raises(Conflict):
        confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    with pytest.raises(Conflict):
        discard(office, table_id)
    assert sweep_tables(office.unit_of_work) == 1
    assert sweep_tables(office.unit_of_work) == 0
    with pytest.raises(NotFound):
        office.unit_of_work().ports.object_store.get(key)
    kinds = [event.kind for event in office.rows(TrailEvent) if event.kind.startswith("channel_table.")]
    assert kinds == ["channel_table.received", "channel_table.discarded", "channel_table.erased"]
    assert office.rows(Complaint) == []


def test_what_is_filed_stays_and_the_rows_that_wait_are_not_taken(
    office: FullOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    table_id = receive(office, FIRST, SECOND)
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    monkeypatch.setattr(taking, "ROWS_OF_A_STEP", 1)
    assert take_tables_step(office.unit_of_work) == 1
    [case] = office.rows(Complaint)
    discard(office, table_id)
    assert take_tables_step(office.unit_of_work) == 0
    take_table(table_id, 5.0, office.unit_of_work)
    page = look(office, table_id)
    assert page.counts == {RowState.FILED: 1, RowState.DISCARDED: 1}
    assert [row.complaint_id for row in page.rows if row.state is RowState.FILED] == [case.id]
    assert len(office.rows(Complaint)) == 1
    assert sweep_tables(office.unit_of_work) == 0
    raw_key = office.rows(ChannelTable)[0].raw_key
    assert office.unit_of_work().ports.object_store.get(raw_key), "a case came by this file"


def test_it_is_for_who_uploaded_it_with_a_reason_and_for_others_once_that_person_has_left(
    office: FullOffice,
) -> None:
    table_id, other = receive(office, FIRST), another_clerk(office)
    for by in (other, SUPERVISOR):
        with pytest.raises(NotPermitted):
            discard(office, table_id, by=by)
    for reason, code in ((" ", "REQUIRED"), ("字" * (LONGEST_REASON + 1), "TOO_LONG")):
        with pytest.raises(InvalidInput) as refused:
            discard(office, table_id, reason)
        assert refused.value.errors == {"reason": code}
    with pytest.raises(NotFound):
        discard(office, "none")
    assert look(office, table_id).counts == {RowState.FILED: 1}
    with office.unit_of_work() as unit:
        unit.session.get_one(Staff, CLERK).active = False
    discard(office, table_id, by=other)
    assert [row.discarded_by for row in office.rows(ChannelTable)] == [other]


def test_a_table_whose_rows_are_all_done_stays(office: FullOffice) -> None:
    table_id = receive(office, FIRST)
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    take_table(table_id, 60.0, office.unit_of_work)
    with pytest.raises(Conflict):
        discard(office, table_id)
    assert not look(office, table_id).may_discard
