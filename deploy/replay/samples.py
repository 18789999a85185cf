"""Reads a file of complaint stories; the expected answers stay unread until the comparison asks for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


class SamplesUnusable(Exception):
    """The file holds no complaint stories of the known format. (文件不是可回放的投诉样本。)"""


@dataclass(frozen=True, slots=True)
class Step:
    """One dated act of a story; `data` is the story's own JSON object."""

    complaint: str
    no: int
    at: datetime
    actor: str
    action: str
    note: str
    data: dict[str, Any]
    is_last: bool


@dataclass(frozen=True, slots=True)
class Story:
    """What may be known while it is lived: how the complaint came in and what was done."""

    id: str
    channel: str
    received_at: datetime
    raw: dict[str, Any]
    steps: tuple[Step, ...]

    @property
    def told_claims(self) -> int | None:
        """Number of claims that the story's opinion tells about; None when it tells none."""
        counts = [
            len(values)
            for step in self.steps
            for key in ("findings", "disposals")
            if isinstance(values := step.data.get(key), list)
        ]
        return max(counts) if counts else None


def load_stories(path: Path, only: frozenset[str] = frozenset()) -> tuple[Story, ...]:
    """Stories of `path`, in its order; `only` keeps these ids and tags. Raises SamplesUnusable."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["complaints"]
        return tuple(_story(row) for row in rows if _is_chosen(row, only))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SamplesUnusable(f"{path}: {error}") from error


def load_expected(path: Path) -> dict[str, dict[str, Any]]:
    """`{id: {"expected": ..., "story_clock": ...}}` where the file tells it; called after the last step."""
    rows = json.loads(path.read_text(encoding="utf-8"))["complaints"]
    told = [row for row in rows if "expected" in row]
    return {row["id"]: {"expected": row["expected"], "story_clock": row["story_clock"]} for row in told}


def _is_chosen(row: dict[str, Any], only: frozenset[str]) -> bool:
    # The tags stand beside the expected answers; they choose stories and tell none of what was decided.
    return not only or row["id"] in only or bool(only & set(row.get("expected", {}).get("tags", ())))


def _story(row: dict[str, Any]) -> Story:
    steps = tuple(
        Step(
            complaint=row["id"],
            no=step["no"],
            at=datetime.fromisoformat(step["at"]),
            actor=step["actor"],
            action=step["action"],
            note=step.get("note", ""),
            data=step.get("data", {}),
            is_last=bool(step.get("closes")),
        )
        for step in row["story"]
    )
    return Story(row["id"], row["channel"], datetime.fromisoformat(row["received_at"]), row["raw"], steps)
