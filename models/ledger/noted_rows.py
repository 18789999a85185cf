"""Rows of cases that a transaction changes, noted as they are flushed, until an entry of the trail vouches for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.attributes import instance_state

from models.case.complaint import Complaint
from models.ledger.covered_fields import COVERED, FIELDS, KEYS, VERSION, CoveredRow
from models.ledger.row_digest import digest_row, tell_digests

_NOTED = "rows_to_vouch_for"
_KINDS = get_args(CoveredRow)


@dataclass(slots=True)
class _Noted:
    """Of one case: rows by table and key, None for one that was deleted; which stood before; whether they are all of it."""

    rows: dict[tuple[str, str], CoveredRow | None] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)
    is_whole: bool = False


def note_flushed(session: Session, _flushed: UOWTransaction) -> None:
    """Hook of `after_flush`: rows that are new, deleted, or changed in a field that the trail vouches for."""
    for row in session.new:
        if isinstance(row, _KINDS):
            _note(session, row, row)
            if isinstance(row, Complaint):
                _of(session, row.id).is_whole = True
    for row in session.dirty:
        if isinstance(row, _KINDS) and _is_changed(row):
            _note(session, row, row).changed.add(_place_of(row))
    for row in session.deleted:
        if isinstance(row, _KINDS):
            _note(session, row, None)


def note_whole_case(complaint_id: str, session: Session) -> None:
    """After statements that change rows past the session: the next entry of the case vouches for all of them as they are."""
    for kind in COVERED.values():
        owner = "id" if kind is Complaint else "complaint_id"
        rows: Iterable[CoveredRow] = session.scalars(select(kind).filter_by(**{owner: complaint_id}))
        for row in rows:
            _note(session, row, row)
    _of(session, complaint_id).is_whole = True


def list_waiting(session: Session) -> Sequence[str]:
    """Cases with rows that no entry vouches for yet."""
    return sorted(session.info.get(_NOTED, {}))


def take_digests(complaint_id: str | None, session: Session) -> str | None:
    """For the entry of the case that is about to be added: digests of what waits, which waits no more; None for nothing."""
    noted: _Noted | None = session.info.get(_NOTED, {}).pop(complaint_id, None)
    if noted is None:
        return None
    if session.get_bind().dialect.name == "postgresql":
        _read_again(noted, session)
    digests = {place: None if row is None else _digest(place, row) for place, row in noted.rows.items()}
    return tell_digests(digests, is_whole=noted.is_whole)


def _of(session: Session, complaint_id: str) -> _Noted:
    noted: _Noted = session.info.setdefault(_NOTED, {}).setdefault(complaint_id, _Noted())
    return noted


def _note(session: Session, row: CoveredRow, stands: CoveredRow | None) -> _Noted:
    noted = _of(session, row.id if isinstance(row, Complaint) else row.complaint_id)
    noted.rows[_place_of(row)] = stands
    return noted


def _place_of(row: CoveredRow) -> tuple[str, str]:
    return row.__tablename__, str(getattr(row, KEYS[row.__tablename__]))


def _read_again(noted: _Noted, session: Session) -> None:
    """Another may have changed other fields since a row was read here; now that it is written nobody else can."""
    for place in sorted(noted.changed):
        row = noted.rows[place]
        if row is not None and row in session:
            session.refresh(row)


def _is_changed(row: CoveredRow) -> bool:
    attributes = instance_state(row).attrs
    return any(attributes[name].history.has_changes() for name in FIELDS[VERSION][row.__tablename__])


def _digest(place: tuple[str, str], row: CoveredRow) -> str:
    return digest_row(*place, {name: getattr(row, name) for name in FIELDS[VERSION][place[0]]})
