"""Which events have happened: a file, so that a replay that was stopped goes on where it stopped."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Bookmark:
    """Events that happened, why some were refused, and the numbers the complaints got; kept in `path` when given."""

    path: Path | None = None
    events: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    suggested_claims: dict[str, int] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Bookmark:
        """The bookmark of an earlier run, or a fresh one."""
        if not path.exists():
            return cls(path)
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            path,
            set(content["events"]),
            {story: (told[0], told[1], (*told, "")[2]) for story, told in content["numbers"].items()},
            content.get("refusals", {}),
            content.get("suggested_claims", {}),
        )

    def has(self, event: str) -> bool:
        """True when the event happened in this or an earlier run."""
        return event in self.events

    def add(self, event: str) -> None:
        """Remember that the event happened."""
        self.events.add(event)
        self._save()

    def refuse(self, event: str, reason: str) -> None:
        """Remember why the event was refused."""
        self.refusals[event] = reason
        self._save()

    def know(self, story: str, *, number: str, complaint_id: str, query_code: str) -> None:
        """Remember which complaint a story became."""
        self.numbers[story] = (number, complaint_id, query_code)
        self._save()

    def know_split(self, story: str, suggested_claims: int) -> None:
        """Remember into how many claims the machine had split a story."""
        self.suggested_claims[story] = suggested_claims
        self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        draft = self.path.with_suffix(".new")
        content = {
            "events": sorted(self.events),
            "numbers": self.numbers,
            "refusals": self.refusals,
            "suggested_claims": self.suggested_claims,
        }
        draft.touch(0o600)
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, self.path)
