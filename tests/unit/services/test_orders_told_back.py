"""Whoever complained by the hotline or in a review is told by this office too that it has his complaint."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from models.vault.identity import Identity
from services.orders.receive_table import ReceiveTable, receive_table
from services.orders.take_table import confirm_table, take_table
from tests.unit.services.notices_outside import Outside
from tests.unit.services.test_order_tables import CLERK, FIRST, csv_of

REVIEW = {"评价编号": "HP1", "评价内容": "等两小时", "评价时间": "2026-09-02 11:05", "评价人": "等风来"}


def take(outside: Outside, rows: bytes) -> None:
    office = outside.office
    table_id = receive_table(ReceiveTable("表.csv", rows), office.unit_of_work(), office.actor(CLERK))
    confirm_table(table_id, office.unit_of_work, office.actor(CLERK))
    take_table(table_id, 60.0, office.unit_of_work)


@pytest.mark.parametrize(
    ("told", "way"),
    [
        ({"联系电话": "199-0000-0009"}, Way.SMS),
        ({"联系电话": "0571-8000-0201", "电子邮箱": "qian@example.com"}, Way.EMAIL),
        ({"联系电话": "199****0009"}, None),
    ],
)
def test_who_left_a_way_is_told_once_that_it_was_received(
    outside: Outside, told: dict[str, str], way: Way | None
) -> None:
    """With number and query code; a number that the other system has masked reaches nobody."""
    review = {**REVIEW, **told}
    reviews = "\n".join((",".join(review), ",".join(review.values()))).encode()
    for _ in range(2):
        take(outside, csv_of({**FIRST, **told}))
        take(outside, reviews)
    office = outside.office
    cases = {row.id: row.number for row in office.rows(Complaint)}
    planned = [(row.complaint_id, row.purpose, row.way) for row in office.rows(Dispatch)]
    expected = [(case, DispatchPurpose.RECEIPT, way) for case in cases] if way is not None else []
    assert (len(cases), sorted(planned)) == (2, sorted(expected))
    assert len(office.rows(Identity)) == 2
    outside.send()
    texts = [text for *_, text in outside.mail.read()] + [sms["text"] for sms in outside.sms.took.values()]
    assert len(texts) == len(expected)
    for number in cases.values() if expected else ():
        (text,) = (text for text in texts if f"（编号{number}）已收到，查询码" in text)
        assert FIRST["诉求内容"] not in text
