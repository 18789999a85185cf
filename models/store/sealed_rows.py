"""Rows whose values are sealed with an older key than the active one, and their sealing anew, batch by batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import column, func, or_, select, table, text, tuple_, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from models.store.append_only import updates_allowed
from models.store.tables import Base
from models.vault.keyring import KeyMissing, Keyring, SealBroken
from models.vault.sealed import SealedJson, SealedText

BATCH_ROWS = 200  # a batch is one write transaction; people wait for it at most some ten milliseconds

RowKey = tuple[Any, ...]  # Any: primary keys of every type


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with sealed columns.

    `places` says by column what the seal of a row is bound to, `key_id_column` where the row names its key.
    """

    name: str
    primary_key: tuple[str, ...]
    places: Mapping[str, Callable[[Mapping[str, Any]], str]]
    key_id_column: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one batch did: the last row it looked at (None: no row was left) and rows nothing could open."""

    last: RowKey | None
    resealed: int
    broken: tuple[str, ...]


def list_sealed_tables() -> list[SealedTable]:
    """Every table with columns of the sealed types; tables that seal by themselves are not among them."""
    found = []
    for entry in Base.metadata.sorted_tables:
        places = {
            item.name: _fixed(item.type.place)
            for item in entry.columns
            if isinstance(item.type, SealedText | SealedJson)
        }
        if places:
            found.append(SealedTable(entry.name, tuple(key.name for key in entry.primary_key), places))
    return found


def wait_for_writers(session: Session, entry: SealedTable) -> None:
    """Come back when every writer that may still seal with an older key has ended.

    On SQLite the write transaction itself is the proof.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"LOCK TABLE {entry.name} IN SHARE MODE"))


def count_older(session: Session, entry: SealedTable, keyring: Keyring) -> int:
    """Rows with a value that another key than the active one sealed."""
    query = select(func.count()).select_from(table(entry.name, *_columns(entry)))
    return session.execute(query.where(_is_older(entry, keyring))).scalar_one()


def reseal_batch(session: Session, entry: SealedTable, after: RowKey | None, keyring: Keyring) -> Batch:
    """Seal up to 200 rows behind `after` with the active key; rows that someone works on now are left out."""
    key = tuple_(*(column(name) for name in entry.primary_key))
    source = table(entry.name, *_columns(entry))
    query = select(source).where(_is_older(entry, keyring)).order_by(*_key_columns(entry)).limit(BATCH_ROWS)
    if after is not None:
        query = query.where(key > tuple_(*after))
    with updates_allowed(session, entry.name):
        # No row is waited for, so this never stands in a deadlock with a use case that locks rows in its order.
        found = session.execute(query.with_for_update(skip_locked=True)).mappings()
        rows = [{str(name): value for name, value in row.items()} for row in found]
        broken = [fault for row in rows if (fault := _reseal_row(session, entry, row, keyring))]
    last = _key_of(entry, rows[-1]) if rows else None
    return Batch(last, len(rows) - len(broken), tuple(broken))


def _reseal_row(session: Session, entry: SealedTable, row: Mapping[str, Any], keyring: Keyring) -> str | None:
    """Seal one row anew; the name of its fault when one of its values cannot be opened."""
    fresh: dict[str, str] = {}
    for name, place_of in entry.places.items():
        sealed: str | None = row[name]
        if sealed is None or keyring.is_newest(sealed):
            continue
        place = place_of(row)
        try:
            fresh[name] = keyring.seal(keyring.open(sealed, place), place)
        except (SealBroken, KeyMissing, ValueError):
            return f"{entry.name}.{name} {'/'.join(str(part) for part in _key_of(entry, row))}"
    if entry.key_id_column is not None:
        fresh[entry.key_id_column] = keyring.active_key_id
    target = table(entry.name, *_columns(entry), *(column(name) for name in fresh.keys() - row.keys()))
    is_row = [column(name) == row[name] for name in entry.primary_key]
    session.execute(update(target).where(*is_row).values(fresh))
    return None


def _is_older(entry: SealedTable, keyring: Keyring) -> ColumnElement[bool]:
    newest = keyring.newest_prefix + "%"
    return or_(*(column(name).not_like(newest) for name in entry.places))


def _columns(entry: SealedTable) -> Sequence[Any]:  # Any: untyped columns, so that sealed text stays sealed
    return [column(name) for name in (*entry.primary_key, *entry.places)]


def _key_columns(entry: SealedTable) -> Sequence[Any]:  # Any: see _columns
    return [column(name) for name in entry.primary_key]


def _key_of(entry: SealedTable, row: Mapping[str, Any]) -> RowKey:
    return tuple(row[name] for name in entry.primary_key)


def _fixed(place: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _row: place
