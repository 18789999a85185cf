"""What a proof counts while it runs. Outside of `make prove` the same code counts and nothing is kept."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Set by `python -m prove`: where the part's figures are gathered until it has passed.
OUT_VARIABLE = "PROVE_OUT"


@dataclass(slots=True)
class Record:
    """Counts of one proof. `faults` counts how often each fault, by name and place, was really met: never 0.

    `unit` is what one attempt is, in the plural. `figures` are further numbers a reader should see, each with its
    unit in its name.
    """

    unit: str
    seed: int | None = None
    attempts: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    duplicated: int = 0
    leaked: int = 0
    figures: dict[str, float] = field(default_factory=dict)

    def save(self) -> None:
        """Leave the counts for the part that runs; several records of one part are added up by unit."""
        if not (place := os.environ.get(OUT_VARIABLE)):
            return
        rows = read_rows(Path(place))
        for row in rows:
            if (row["unit"], row["seed"]) == (self.unit, self.seed):
                self._add_to(row)
                break
        else:
            rows.append(self._row())
        Path(place).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")

    def _add_to(self, row: dict[str, Any]) -> None:
        for word in ("attempts", "lost", "duplicated", "leaked"):
            row[word] += getattr(self, word)
        met = Counter(row["faults"])
        # Not `+`, which drops a fault that neither has met.
        met.update(self.faults)
        row["faults"] = dict(sorted(met.items()))
        row["figures"] |= self.figures

    def _row(self) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "seed": self.seed,
            "attempts": self.attempts,
            "faults": dict(sorted(self.faults.items())),
            "lost": self.lost,
            "duplicated": self.duplicated,
            "leaked": self.leaked,
            "figures": self.figures,
        }


def read_rows(place: Path) -> list[dict[str, Any]]:
    """The records that were left so far."""
    rows: list[dict[str, Any]] = json.loads(place.read_text("utf-8")) if place.exists() else []
    return rows
