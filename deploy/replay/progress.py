"""Which events have happened: a file, so that a replay that was stopped goes on where it stopped."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.replay.cases import Offer, View


@dataclass
class Bookmark:
    """Events that happened, why some were refused, and the numbers the complaints got; kept in `path` when given."""

    path: Path | None = None
    events: set[str] = field(default_factory=set)
    numbers: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    splits: dict[str, tuple[int, int]] = field(default_factory=dict)
    offers: dict[str, list[Offer]] = field(default_factory=dict)
    views: dict[str, list[View]] = field(default_factory=dict)

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
            {story: (told[0], told[1]) for story, told in content.get("splits", {}).items()},
            {
                story: [Offer(**offer) for offer in offers]
                for story, offers in content.get("offers", {}).items()
            },
            {story: [View(**view) for view in views] for story, views in content.get("views", {}).items()},
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

    def know_split(self, story: str, matters: int, claims: int) -> None:
        """Remember into how many matters and claims the machine had split a story."""
        self.splits[story] = (matters, claims)
        self._save()

    def know_looks(self, story: str, offers: list[Offer], views: list[View]) -> None:
        """Remember which deciding tasks of a story were put before whom, and what units were shown."""
        self.offers[story], self.views[story] = offers, views
        self._save()

    def _save(self) -> None:
        if self.path is None:
            return
        draft = self.path.with_suffix(".new")
        content = {
            "events": sorted(self.events),
            "numbers": self.numbers,
            "refusals": self.refusals,
            "splits": self.splits,
            "offers": {story: [asdict(offer) for offer in offers] for story, offers in self.offers.items()},
            "views": {story: [asdict(view) for view in views] for story, views in self.views.items()},
        }
        draft.touch(0o600)
        draft.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, self.path)
