"""SE-12: the chain of looks is append-only, and whoever changes, deletes, replaces or cuts it is found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import DBAPIError

from models.ground.look_codes import LookKind
from models.ledger.look_check import LookReport, verify_looks
from models.ledger.look_record import LookRecord, NewLook, append_looks
from models.ledger.trail_event import NewTrailEvent, append_event
from models.ledger.trail_head import HeadFault, TrailHead, find_head, find_look_faults
from models.store.database import Database
from tests.store_app.test_trail import AT


def look_at(thing: str, viewer: str = "wen.rusheng") -> NewLook:
    return NewLook(viewer, "intake", LookKind.CASE, thing, thing, "a" * 64)


def append(database: Database, count: int, prefix: str = "case") -> None:
    with database.write_transaction() as session:
        append_looks([look_at(f"{prefix}{number}") for number in range(count)], AT, session)


def verify(database: Database) -> LookReport:
    with database.read() as session:
        return verify_looks(session)


def meddle(database: Database, *statements: str) -> None:
    """As somebody with the power to drop triggers would."""
    with database.connect_for_write() as connection:
        _without_triggers(connection, is_sqlite=database.is_sqlite)
        for statement in statements:
            connection.execute(text(statement))


def _without_triggers(connection: Connection, *, is_sqlite: bool) -> None:
    if is_sqlite:
        connection.execute(text("DROP TRIGGER look_record_refuses_UPDATE"))
        connection.execute(text("DROP TRIGGER look_record_refuses_DELETE"))
    else:
        connection.execute(text("ALTER TABLE look_record DISABLE TRIGGER ALL"))


def test_a_person_and_thing_have_one_row_a_minute(database: Database) -> None:
    with database.write_transaction() as session:
        looks = [look_at("case1"), look_at("case1"), look_at("case1", viewer="xun.wenshi")]
        assert append_looks(looks, AT, session) == 2
    for later, added in ((timedelta(seconds=20), 0), (timedelta(minutes=1), 1)):
        with database.write_transaction() as session:
            assert append_looks([look_at("case1")], AT + later, session) == added
    with database.read() as session:
        rows = list(session.scalars(select(LookRecord).order_by(LookRecord.seq)))
    assert [(row.seq, row.viewer) for row in rows] == [
        (1, "wen.rusheng"),
        (2, "xun.wenshi"),
        (3, "wen.rusheng"),
    ]
    assert {row.minute.second for row in rows} == {0}


def test_looks_of_the_minute_are_asked_for_by_index_and_by_a_plan_for_these_things(
    database: Database,
) -> None:
    """A table of 100,000 cases asks a hundred times in few minutes: each time all looks of the minute would be read."""
    asked: list[tuple[str, tuple[object, ...]]] = []

    def note(*told: Any) -> None:
        asked.append((told[2], told[3]))

    event.listen(database.engine, "before_cursor_execute", note)
    with database.write_transaction() as session:
        append_looks([look_at("case1")], AT, session)
        if database.is_sqlite:
            (known,) = [one for one in asked if one[0].startswith("SELECT") and "thing IN" in one[0]]
            plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {known[0]}", known[1]).all()
            assert "(minute=? AND viewer=? AND kind=? AND thing=?)" in plan[0].detail
        else:
            assert session.scalar(text("SHOW plan_cache_mode")) == "force_custom_plan"
    event.remove(database.engine, "before_cursor_execute", note)
    if not database.is_sqlite:
        with database.read() as session:
            assert session.scalar(text("SHOW plan_cache_mode")) == "auto", "it ends with the transaction"


@pytest.mark.parametrize("statement", ["UPDATE look_record SET viewer = 'other'", "DELETE FROM look_record"])
def test_looks_cannot_be_changed_or_deleted(database: Database, statement: str) -> None:
    append(database, 3)
    with pytest.raises(DBAPIError, match="append-only"), database.write_transaction() as session:
        session.execute(text(statement))
    assert verify(database).checked == 3


def test_a_look_is_not_replaced(database: Database) -> None:
    """SQLite deletes what INSERT OR REPLACE puts a row in the place of, without asking a trigger of deletes."""
    append(database, 3)
    row = "1, '2026-09-07', 'other', '', 'case', 'case0', 'x', 'y'"
    columns = "seq, minute, viewer, roles, kind, thing, prev_hash, hash"
    verb = "INSERT OR REPLACE" if database.is_sqlite else "INSERT"
    with pytest.raises(DBAPIError), database.write_transaction() as session:
        session.execute(text(f"{verb} INTO look_record ({columns}) VALUES ({row})"))
    assert (verify(database).checked, verify(database).broken_seq) == (3, None)


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE look_record SET viewer = 'other' WHERE seq = 4",),
        ("UPDATE look_record SET complaint_id = NULL WHERE seq = 4",),
        ("DELETE FROM look_record WHERE seq = 4",),
        ("UPDATE look_record SET purpose = 'supervising' WHERE seq = 4",),
        (
            "UPDATE look_record SET seq = 100 WHERE seq = 4",
            "UPDATE look_record SET seq = 4 WHERE seq = 5",
            "UPDATE look_record SET seq = 5 WHERE seq = 100",
        ),
    ],
    ids=["another viewer", "of no case", "deleted", "another purpose", "swapped"],
)
def test_who_changes_or_deletes_a_look_is_found_at_its_row(
    database: Database, statements: tuple[str, ...]
) -> None:
    append(database, 7)
    assert verify(database).broken_seq is None
    meddle(database, *statements)
    report = verify(database)
    assert (report.broken_seq, report.checked) == (4, 3)


def test_the_check_goes_on_over_many_pages(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.ledger.look_check.PAGE", 3)
    append(database, 9)
    assert (verify(database).checked, verify(database).broken_seq) == (9, None)
    meddle(database, "DELETE FROM look_record WHERE seq = 7")
    assert verify(database).broken_seq == 7


@pytest.mark.parametrize(("anew", "fault"), [(0, HeadFault.CUT), (9, HeadFault.CHANGED)])
def test_a_noted_head_finds_looks_that_were_cut(database: Database, anew: int, fault: HeadFault) -> None:
    """The chain in itself holds each time."""
    with database.write_transaction() as session:
        append_event(session, NewTrailEvent(None, AT, "system", "test.happened", {}))
    append(database, 6)
    head = head_of(database)
    assert head.looks == 6
    assert faults_of(database, head) == []
    meddle(database, "DELETE FROM look_record WHERE seq >= 4")
    append(database, anew, prefix="other")
    assert verify(database).broken_seq is None
    assert faults_of(database, head) == [fault]


def head_of(database: Database) -> TrailHead:
    with database.read() as session:
        found = find_head(session, AT)
    assert found is not None
    return found


def faults_of(database: Database, head: TrailHead) -> list[HeadFault]:
    with database.read() as session:
        return [fault for _head, fault in find_look_faults([head], session)]
