"""Digests of the rows of a case: what an entry of its trail says of them, and in which fields a row departs from that.

A digest is keyed with the office's index key and bound to table, row and field, so that it tells nobody without the keys what a
field says. It is made of the plain values: a rotation of keys changes none.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum

from models.ground.base import JsonObject
from models.ledger.covered_fields import FIELDS, VERSION
from models.vault.keyring import get_keyring

_ROW_BYTES = 12
_FIELD_BYTES = 3  # only names the field: that the row was changed is told by the row's own
_ROW_DIGITS, _FIELD_DIGITS = _ROW_BYTES * 4 // 3, _FIELD_BYTES * 4 // 3


def digest_row(table: str, key: str, values: Mapping[str, object]) -> str:
    """Of all fields of the newest list: the row's digest, and after it a short one of each field, in their order."""
    place, told = _place(table, key, VERSION), _told(table, values, VERSION)
    return _digest_all(place, told) + "".join(_digest_field(place, name, one) for name, one in told.items())


def list_differing(
    place: tuple[str, str], noted: str, values: Mapping[str, object], version: int
) -> tuple[str, ...]:
    """Names of the fields of a row, of this table and key, that are not as noted; all of them where the note names none."""
    where, told = _place(*place, version), _told(place[0], values, version)
    if noted[:_ROW_DIGITS] == _digest_all(where, told):
        return ()
    starts = range(_ROW_DIGITS, len(noted), _FIELD_DIGITS)
    fields = [noted[start : start + _FIELD_DIGITS] for start in starts]
    if len(fields) != len(told):
        return tuple(told)
    pairs = zip(told.items(), fields, strict=True)
    return tuple(name for (name, one), was in pairs if was != _digest_field(where, name, one)) or tuple(told)


def tell_digests(rows: Mapping[tuple[str, str], str | None], *, is_whole: bool) -> str:
    """As an entry has them: by table and key, null for a row that was taken away.

    `is_whole`: with earlier and later entries of the case they are all of its rows.
    """
    tables: dict[str, dict[str, str | None]] = {}
    for (table, key), digest in rows.items():
        tables.setdefault(table, {})[key] = digest
    told: JsonObject = {"v": VERSION, "rows": tables} | ({"whole": True} if is_whole else {})
    return json.dumps(told, sort_keys=True, separators=(",", ":"))


def _place(table: str, key: str, version: int) -> str:
    return f"{version}\0{table}\0{key}"


def _told(table: str, values: Mapping[str, object], version: int) -> dict[str, str]:
    return {name: _canonical(values[name]) for name in FIELDS[version][table]}


def _digest_all(place: str, told: Mapping[str, str]) -> str:
    return _digest(f"{place}\0{json.dumps(list(told.values()))}", _ROW_BYTES)


def _digest_field(place: str, name: str, told: str) -> str:
    return _digest(f"{place}\0{name}\0{told}", _FIELD_BYTES)


def _digest(told: str, size: int) -> str:
    key = get_keyring().index_key
    digest = hmac.new(key, f"trail-digest\0{told}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:size]).decode()


def _canonical(value: object) -> str:
    """The same text of a value as it was given and as either database gives it back."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, datetime):
        value = value.astimezone(UTC).isoformat()
    elif isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, list | tuple | dict):
        # Keys that are no texts become some before they are sorted.
        value = json.loads(json.dumps(value))
    return json.dumps(value, sort_keys=True)
