"""The committed table of what the locks do not say: when a part was uploaded first, and under which licence it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PATH = Path(__file__).parent / "parts.csv"
_HEAD = ("pin", "uploaded", "licence")
_LOOKED = "# looked at "


@dataclass(frozen=True, slots=True)
class KnownPart:
    """`uploaded`: the day (UTC) of the first file of the version, None for a tool of npm. `licence`: SPDX, or empty."""

    uploaded: date | None
    licence: str


@dataclass(frozen=True, slots=True)
class PartTable:
    """Rows by `Part.pin`, and the day on which registries and metadata were looked at."""

    looked_at: date
    rows: Mapping[str, KnownPart]


def read_table(text: str) -> PartTable:
    """Raises ValueError for a text of another shape."""
    first, _, rest = text.partition("\n")
    rows = {
        row["pin"]: KnownPart(
            date.fromisoformat(row["uploaded"]) if row["uploaded"] else None, row["licence"]
        )
        for row in csv.DictReader(io.StringIO(rest))
    }
    return PartTable(date.fromisoformat(first.removeprefix(_LOOKED)), rows)


def table_text(table: PartTable) -> str:
    """The file: the day, a head, a row for each part by name."""
    target = io.StringIO()
    target.write(f"{_LOOKED}{table.looked_at}\n")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_HEAD)
    writer.writerows((pin, row.uploaded or "", row.licence) for pin, row in table.rows.items())
    return target.getvalue()


def load_table() -> PartTable:
    """The committed one."""
    return read_table(PATH.read_text("utf-8"))
