"""What the trail vouches for in the rows of a case: every column is thought of, no statement passes the session (ADR 0321)."""

from __future__ import annotations

import re

from models.ledger.covered_fields import COVERED, FIELDS, VERSION
from tests.architecture.source_tree import ROOT

# Keys, and what the office computes again by itself or the engine says.
LEFT_OUT = {
    *(f"{table}.id" for table in COVERED),
    *(f"{table}.complaint_id" for table in COVERED),
    "answer.round",
    "clock.check_at",
    "clock.explanation",
    "clock.rung",
    "clock.version",
    "complaint.clock_state",
    "complaint.next_due_at",
    "task_record.outcome_note",
}
PAST_THE_SESSION = re.compile(
    rf"\b(?:update|delete|insert)\(\s*(?:{'|'.join(kind.__name__ for kind in COVERED.values())})\b"
)
ROOMS = ("models", "services", "adapters", "workers", "api", "deploy")


def test_every_column_is_vouched_for_or_left_out_with_a_reason() -> None:
    """A column that is new is a new version of the list, or stands here."""
    columns = {str(column) for kind in COVERED.values() for column in kind.__table__.columns}
    named = {f"{table}.{field}" for table, fields in FIELDS[VERSION].items() for field in fields}
    assert columns - named - LEFT_OUT == set()
    assert named - columns == named & LEFT_OUT == set()


def test_no_statement_changes_covered_rows_past_the_session() -> None:
    """It would be told as if somebody had written past the application."""
    found = [
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if PAST_THE_SESSION.search(path.read_text("utf-8"))
    ]
    assert found == []
    assert PAST_THE_SESSION.search("session.execute(update(Clock).values(due_at=later))")
