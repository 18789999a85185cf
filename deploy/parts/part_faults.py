"""What is wrong with the parts: one that nobody looked at, one older than a year, a licence that nobody has weighed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from deploy.parts.locked_parts import Part
from deploy.parts.part_rules import PartRules, licence_terms
from deploy.parts.part_table import PartTable

YEAR = timedelta(days=365)


def list_faults(parts: Iterable[Part], table: PartTable, rules: PartRules, day: date) -> list[str]:
    """A sentence for each fault, ages as of `day`. Rows and rules that fit no part any more are faults too."""
    parts = list(parts)
    faults = [fault for part in parts for fault in _faults_of(part, table, rules, day)]
    pins, keys = {part.pin for part in parts}, {part.key for part in parts}
    faults += [f"{pin}: a row without a pin" for pin in table.rows if pin not in pins]
    old = {part.pin for part in parts if _is_old(part, table, day)}
    faults += [f"{key}: licence by hand without a pin" for key in rules.by_hand if key not in keys]
    return faults + [
        f"{pin}: a reason for its age, and it is not old" for pin in rules.aged if pin not in old
    ]


def _faults_of(part: Part, table: PartTable, rules: PartRules, day: date) -> list[str]:
    row = table.rows.get(part.pin)
    if row is None:
        return [f"{part.pin}: nobody looked at it (python -m deploy.parts refresh)"]
    faults = [] if part.hashes else [f"{part.pin}: no hash"]
    if row.uploaded is None and (part.is_shipped or part.kind == "pypi"):
        faults.append(f"{part.pin}: without the day of its upload")
    if _is_old(part, table, day) and not rules.aged.get(part.pin):
        faults.append(f"{part.pin}: of {row.uploaded}, older than a year, without a reason")
    unknown = [term for term in licence_terms(row.licence) if term not in rules.asks]
    if unknown or not row.licence:
        faults.append(
            f"{part.pin}: licence {row.licence or 'not told'!r} is not among those that were weighed"
        )
    return faults


def _is_old(part: Part, table: PartTable, day: date) -> bool:
    row = table.rows.get(part.pin)
    return row is not None and row.uploaded is not None and day - row.uploaded > YEAR
