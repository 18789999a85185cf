"""The rows of the store as the database has them now: those of the ledger, with what each complaint counts for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from models.case.file_entry import FileEntry
from models.case.lifecycle import ClockKind, ClockStopReason, FileEntryKind
from models.clock.clock import Clock
from models.ground.ways import ContactOutcome
from services.figures.columns import SHAPE
from services.figures.count_case import Limit, count_case
from services.figures.entries import ENTRIES
from services.figures.marks import tell_marks
from services.figures.read_entries import read_entries
from services.ledger.ledger_row import ROWS_AT_ONCE, list_rows, open_cases
from services.ledger.limits import TOLD_LIMITS
from services.ports.figures import KEY, Row
from services.unit_of_work import Unit

_Contact = tuple[datetime, ContactOutcome | None]
_ASKED = (*TOLD_LIMITS, ClockKind.FIRST_CONTACT)


def read_figure_rows(complaint_ids: Sequence[str], unit: Unit, *, has_entries: bool = True) -> list[Row]:
    """One a complaint that there is, in the order of the ids; as many statements for a thousand as for one.

    Without the entries for who counts complaints alone.
    """
    starts = range(0, len(complaint_ids), ROWS_AT_ONCE)
    parts = (
        _read(complaint_ids[start : start + ROWS_AT_ONCE], unit, has_entries=has_entries) for start in starts
    )
    return [row for part in parts for row in part]


def _read(complaint_ids: Sequence[str], unit: Unit, *, has_entries: bool) -> list[Row]:
    limits, opened = _read_limits(complaint_ids, unit), open_cases(complaint_ids, unit)
    entries = read_entries(opened) if has_entries else {}
    now = unit.clock.now()
    return [
        {
            KEY: row.complaint_id,
            **{name: row[name] for name in SHAPE.columns if name not in ENTRIES},
            **(entries.get(row.complaint_id, {}) | tell_marks(row.values) if has_entries else {}),
            **count_case(row.values, limits.get(row.complaint_id, []), now),
        }
        for row in list_rows(opened)
    ]


def _read_limits(ids: Sequence[str], unit: Unit) -> dict[str, list[Limit]]:
    rows = unit.session.execute(
        select(Clock.complaint_id, Clock.kind, Clock.due_at, Clock.stopped_at, Clock.stop_reason, Clock.rung)
        .where(Clock.complaint_id.in_(ids), Clock.kind.in_(_ASKED))
        .order_by(Clock.complaint_id, Clock.opened_at, Clock.id)
    )
    contacts, found = _read_contacts(ids, unit), dict[str, list[Limit]]()
    for complaint_id, kind, due_at, stopped_at, stop_reason, rung in rows:
        reached_at = None
        if stop_reason == ClockStopReason.CONTACTED and stopped_at is not None:
            reached_at = _find_reached(stopped_at, contacts.get(complaint_id, ()))
        limit = Limit(kind, due_at, stopped_at, stop_reason, rung, reached_at)
        found.setdefault(complaint_id, []).append(limit)
    return found


def _read_contacts(ids: Sequence[str], unit: Unit) -> dict[str, list[_Contact]]:
    happened_at = func.coalesce(FileEntry.happened_at, FileEntry.at, type_=FileEntry.at.type)
    rows = unit.session.execute(
        select(FileEntry.complaint_id, happened_at, FileEntry.outcome)
        .where(FileEntry.complaint_id.in_(ids), FileEntry.kind == FileEntryKind.FIRST_CONTACT)
        .order_by(FileEntry.complaint_id, happened_at)
    )
    found: dict[str, list[_Contact]] = {}
    for complaint_id, at, outcome in rows:
        found.setdefault(complaint_id, []).append((at, outcome))
    return found


def _find_reached(met_at: datetime, contacts: Sequence[_Contact]) -> datetime | None:
    """The first contact from the one on that met the limit that was not tried in vain; that one where none is on record.

    A person tells the minute of a contact, the limit may have opened within it.
    """
    since = [contact for contact in contacts if contact[0] >= met_at.replace(second=0, microsecond=0)]
    if not since:
        return met_at
    return next((max(at, met_at) for at, outcome in since if outcome is not ContactOutcome.NOT_REACHED), None)
