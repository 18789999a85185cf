"""Heads noted outside find a trail that was cut, emptied, begun anew or written over, which its own chain cannot (SE-14)."""

from __future__ import annotations

import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from models.ledger.trail_check import verify_trail
from models.ledger.trail_head import HeadFault, TrailHead, find_head, find_head_faults, note_head, read_heads
from models.store.database import Database
from tests.store_app.test_trail import AT, append, meddle


def head_of(database: Database) -> TrailHead:
    with database.read() as session:
        found = find_head(session, AT)
    assert found is not None
    return found


def faults_of(database: Database, *heads: TrailHead) -> list[HeadFault]:
    """Each time the chain in itself holds."""
    with database.read() as session:
        assert verify_trail(session).fault is None
        return [fault for _head, fault in find_head_faults(heads, session)]


def _delete_from(seq: int, connection: Connection) -> None:
    connection.execute(text("DELETE FROM trail_event WHERE seq >= :seq"), {"seq": seq})


@pytest.mark.parametrize(
    ("gone_from", "anew", "fault"),
    [
        (4, 0, HeadFault.CUT),
        (4, 3, HeadFault.CHANGED),
        (1, 0, HeadFault.EMPTIED),
        (1, 9, HeadFault.ANOTHER),
    ],
    ids=["cut", "cut and written on", "emptied", "emptied and begun anew"],
)
def test_a_noted_head_finds_what_the_chain_does_not(
    database: Database, gone_from: int, anew: int, fault: HeadFault
) -> None:
    append(database, 3)
    early = head_of(database)
    append(database, 3)
    late = head_of(database)
    assert faults_of(database, early, late) == []
    append(database, 2)
    assert faults_of(database, early, late) == [], "what came after a head says nothing against it"
    meddle(database, lambda connection: _delete_from(gone_from, connection))
    append(database, anew, actor="other")
    assert faults_of(database, early, late) == ([fault] if gone_from > early.rows else [fault, fault])


def test_a_chain_without_a_row_has_no_head(database: Database) -> None:
    with database.read() as session:
        assert find_head(session, AT) is None


def test_a_day_has_one_line_and_a_torn_line_keeps_no_later_one(tmp_path: Path) -> None:
    file, head = tmp_path / "trail.heads", TrailHead(7, "a" * 64, AT, "b" * 16)
    later = TrailHead(9, "c" * 64, AT + timedelta(days=1), "b" * 16)
    assert note_head(file, head, once_a_day=True)
    assert not note_head(file, TrailHead(8, "d" * 64, AT + timedelta(hours=1), "b" * 16), once_a_day=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write('{"rows":8,"hash":"tor')
    assert note_head(file, later, once_a_day=True)
    noted = read_heads(file)
    assert (noted.heads, noted.unreadable) == ((head, later), 1)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
