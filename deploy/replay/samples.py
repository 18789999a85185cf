"""Reads a file of complaint stories; the expected answers stay unread until the comparison asks for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

FORMAT = 2


class SamplesUnusable(Exception):
    """The file holds no complaint stories of the known format. (文件不是可回放的投诉样本。)"""


@dataclass(frozen=True, slots=True)
class Step:
    """One dated act of a story; `data` is the story's own JSON object.

    `expect_refusal`: what the office says when it refuses the act, as it must; one of several suffices, `any` is all
    the same. None: the act must be taken. `unknown` names the keys beside `data` that no reader knows.
    """

    complaint: str
    no: int
    at: datetime
    actor: str
    action: str
    note: str
    data: dict[str, Any]
    is_last: bool
    expect_refusal: tuple[str, ...] | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What may be known while it is lived: how the complaint came in and what was done.

    `folder` is where the files lie that `raw` names; None where the stories came without a folder.
    """

    id: str
    channel: str
    received_at: datetime
    raw: dict[str, Any]
    steps: tuple[Step, ...]
    folder: Path | None = None

    def read_file(self, name: object) -> bytes | None:
        """The file that `raw` names; None where it names none, or where none lies there."""
        if self.folder is None or not isinstance(name, str):
            return None
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            return None
        return path.read_bytes()


_KEYS_OF_STEP = frozenset(
    {"no", "at", "actor", "action", "note", "data", "closes", "expect_refusal", "or_resolved_to"}
)


def load_stories(path: Path, only: frozenset[str] = frozenset()) -> tuple[Story, ...]:
    """Stories of `path`, in its order; `only` keeps these ids and tags. Raises SamplesUnusable."""
    try:
        return tuple(_story(row, path.parent) for row in _rows(path) if _is_chosen(row, only))
    except (KeyError, TypeError, ValueError) as error:
        raise SamplesUnusable(f"{path}: {error!r}") from error


def load_expected(path: Path) -> dict[str, dict[str, Any]]:
    """`{id: {"expected": ..., "story_clock": ...}}` where the file tells it; called after the last step."""
    told = [row for row in _rows(path) if "expected" in row]
    return {row["id"]: {"expected": row["expected"], "story_clock": row["story_clock"]} for row in told}


def _rows(path: Path) -> list[dict[str, Any]]:
    """The complaints of a file of our format; raises SamplesUnusable for any other."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SamplesUnusable(f"{path}: {error}") from error
    told = content.get("format") if isinstance(content, dict) else None
    if told != FORMAT:
        raise SamplesUnusable(
            f"{path}: stories of format {told!r}; this replay reads format {FORMAT} "
            f"/ 样本格式为 {told!r}，本程序只读格式 {FORMAT}"
        )
    rows = content.get("complaints")
    if not isinstance(rows, list):
        raise SamplesUnusable(f"{path}: it holds no list `complaints` / 文件中没有 complaints 列表")
    return rows


def _is_chosen(row: dict[str, Any], only: frozenset[str]) -> bool:
    # The tags stand beside the expected answers; they choose stories and tell none of what was decided.
    return not only or row["id"] in only or bool(only & set(row.get("expected", {}).get("tags", ())))


def _story(row: dict[str, Any], folder: Path) -> Story:
    steps = tuple(_step(row["id"], step) for step in row["story"])
    received_at = datetime.fromisoformat(row["received_at"])
    return Story(row["id"], row["channel"], received_at, row["raw"], steps, folder)


def _step(complaint: str, step: Mapping[str, Any]) -> Step:
    expected = step.get("expect_refusal")
    return Step(
        complaint=complaint,
        no=step["no"],
        at=datetime.fromisoformat(step["at"]),
        actor=step["actor"],
        action=step["action"],
        note=step.get("note", ""),
        data=step.get("data", {}),
        is_last=bool(step.get("closes")),
        expect_refusal=(expected,) if isinstance(expected, str) else expected and tuple(expected),
        unknown=tuple(sorted(step.keys() - _KEYS_OF_STEP)),
    )
