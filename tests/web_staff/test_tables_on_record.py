"""A table goes out while who is in it is put on record, each part before it leaves; the first waits for no other (ADR 0361)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.case.complaint import Complaint
from models.ground.errors import DatabaseBusy
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from services.looks.look_book import LookBook, LookNotRecorded
from services.unit_of_work import UnitOfWork
from tests.full_office import FullOffice
from tests.web.pages import Visitor, text_of
from tests.web_staff.test_pages_of_lists import add_cases

SignIn = Callable[[str], Visitor]
CASES, AT_ONCE, LINES_OF_A_PART = 11, 4, 2


@pytest.fixture
def clerk(office: FullOffice, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Of an office whose tables leave in small parts."""
    monkeypatch.setattr("api.looks.AT_ONCE", AT_ONCE)
    monkeypatch.setattr("api.table_files.ROWS_AT_ONCE", LINES_OF_A_PART)
    add_cases(office, CASES)
    return sign_in("wen.rusheng")


def take(visitor: Visitor, address: str) -> TestResponse:
    """An answer that is read as it comes."""
    visitor.get(address)
    fields = {"purpose": "月度统计", "format": "csv", "columns": "number", "csrf_token": visitor.token}
    return visitor.client.post(address, data=fields, environ_base={"REMOTE_ADDR": visitor.address})


def parts_of(answer: TestResponse) -> Iterator[bytes]:
    return iter(answer.response)


def numbers_in(told: bytes) -> set[str]:
    return set(re.findall(r"YH-\d{4}-\d{6}", told.decode()))


def on_record(office: FullOffice) -> set[str]:
    """Numbers of the cases of tables that left, as the record of looks has them."""
    query = select(Complaint.number).join(LookRecord, LookRecord.complaint_id == Complaint.id)
    with office.unit_of_work().reading() as unit:
        return set(unit.session.scalars(query.where(LookRecord.kind == LookKind.EXPORT)))


def busy() -> UnitOfWork:
    raise DatabaseBusy


def book_of(app: Flask) -> LookBook:
    book: LookBook = app.extensions["jieban"].looks
    return book


@pytest.mark.parametrize("address", ["/cases/table", "/ledger/table"])
def test_each_part_leaves_once_its_cases_are_on_record_and_the_first_waits_for_no_other(
    office: FullOffice, clerk: Visitor, address: str
) -> None:
    """SE-12: whoever has a line of it is on record as having seen it, wherever the table is cut."""
    answer, told, recorded = take(clerk, address), b"", []
    assert answer.status_code == 200
    for part in parts_of(answer):
        told += part
        recorded.append(len(on_record(office)))
        assert numbers_in(told) <= on_record(office)
    assert recorded[0] == AT_ONCE, "the first line does not wait for the last row"
    assert (len(numbers_in(told)), recorded[-1]) == (CASES, CASES)


def test_a_table_breaks_off_where_who_is_in_it_cannot_be_put_on_record(
    app: Flask, office: FullOffice, clerk: Visitor
) -> None:
    """It is no shorter table: the answer does not end. From its beginning nothing leaves at all."""
    answer = take(clerk, "/cases/table")
    parts, book = parts_of(answer), book_of(app)
    told = next(parts)
    book.make_unit = busy
    with pytest.raises(LookNotRecorded):
        for part in parts:
            told += part
    assert numbers_in(told) <= on_record(office)
    assert len(on_record(office)) == AT_ONCE
    refused = take(clerk, "/ledger/table")
    assert refused.status_code == 503
    assert not numbers_in(refused.data)
    assert "没有任何内容丢失" in text_of(refused)
