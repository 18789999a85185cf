"""Looks of several pages are committed together; one that cannot be is not said to be, and nobody waits for ever (ADR 0329)."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from models.ground.errors import DatabaseBusy
from models.ground.look_codes import LookKind
from models.ledger.look_check import verify_looks
from models.ledger.look_record import LookRecord, NewLook
from services.looks.look_book import LookBook, LookNotRecorded
from services.unit_of_work import UnitOfWork
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice


def look_at(number: int, viewer: str = "wen.rusheng") -> NewLook:
    return NewLook(viewer, "intake", LookKind.CASE, f"case{number}", f"case{number}")


def test_each_of_many_at_once_is_on_record_once_when_it_returns(office: FullOffice) -> None:
    book, now = LookBook(office.unit_of_work, patience=60), office.clock.now()

    def record(number: int) -> bool:
        while True:  # who finds no place asks again
            with suppress(LookNotRecorded):
                book.record(look_at(number % 40), now)
                break
        return bool(office.rows(LookRecord, thing=f"case{number % 40}"))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(record, range(80)))
    assert len(office.rows(LookRecord)) == 40
    with office.database.read() as session:
        assert verify_looks(session).broken_seq is None


def test_who_waits_is_written_with_the_others_in_one_commit(office: FullOffice) -> None:
    """While the first is being written two come; one more transaction writes both."""
    opened, go = [], threading.Event()

    def make_unit() -> UnitOfWork:
        opened.append(1)
        assert go.wait(20)
        return office.unit_of_work()

    book, now = LookBook(make_unit, patience=60), office.clock.now()
    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(book.record, look_at(0), now)
        others = [pool.submit(book.record, look_at(number), now) for number in range(1, 3)]
        while len(book._waiting) < 2:
            os.sched_yield()
        go.set()
        for done in (first, *others):
            done.result(30)
    assert (len(opened), len(office.rows(LookRecord))) == (2, 3)


def test_a_look_of_this_minute_asks_the_database_nothing(office: FullOffice) -> None:
    book, now = LookBook(office.unit_of_work), office.clock.now()
    book.record(look_at(1), now)
    with statements(office) as asked:
        book.record(look_at(1), now)
    assert asked == []


def test_a_busy_database_records_nothing_and_says_so(office: FullOffice) -> None:
    def busy() -> UnitOfWork:
        raise DatabaseBusy

    book, now = LookBook(busy), office.clock.now()
    with pytest.raises(LookNotRecorded):
        book.record(look_at(1), now)
    book.make_unit = office.unit_of_work
    book.record(look_at(1), now)
    assert len(office.rows(LookRecord)) == 1, "and the next time it is recorded"


def test_nobody_waits_longer_than_his_patience_for_a_writer_that_is_held_up(office: FullOffice) -> None:
    begun, go = threading.Event(), threading.Event()

    def held_up() -> UnitOfWork:
        begun.set()
        assert go.wait(20)
        return office.unit_of_work()

    book, now = LookBook(held_up, patience=0.05), office.clock.now()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(book.record, look_at(1), now)
        assert begun.wait(20)
        with pytest.raises(LookNotRecorded):
            book.record(look_at(2), now)
        go.set()
        first.result(30)
    assert [row.thing for row in office.rows(LookRecord)] == ["case1"], "who gave up is not recorded later"


def test_only_three_wait_for_a_writer_that_is_held_up(office: FullOffice) -> None:
    """Threads are left for pages that show no case; whoever comes then is told soon."""
    go = threading.Event()

    def held_up() -> UnitOfWork:
        assert go.wait(20)
        return office.unit_of_work()

    book, now = LookBook(held_up, patience=60), office.clock.now()
    with ThreadPoolExecutor(4) as pool:
        three = [pool.submit(book.record, look_at(number), now) for number in range(3)]
        while len(book._waiting) < 2:
            os.sched_yield()
        with pytest.raises(LookNotRecorded):
            pool.submit(book.record, look_at(5), now).result(30)
        go.set()
        for one in three:
            one.result(30)
