"""What must never happen in a story, sentence by sentence: predicates by sample, from a folder of Python files.

A file there holds `PREDICATES`: by the id of a story, by the sentence as the story tells it, a function that gets the
`Looked` and returns where the sentence is broken; an empty list when it holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from deploy.replay.judging.judged import Difference, Json, Judged
from deploy.replay.office import READER, Office
from deploy.replay.organisation import is_in_unit
from deploy.replay.page_reading import StepRefused


@dataclass(frozen=True, slots=True)
class Looked:
    """A lived story and the office in which it can still be looked at."""

    judged: Judged
    office: Office
    complaint_id: str
    query_code: str

    def can_read(self, login: str) -> bool:
        """Whether this person opens the file, or finds it by its number."""
        return self._opens(login, f"/api/v1/cases/{self.complaint_id}") or self._finds(login)

    def _finds(self, login: str) -> bool:
        try:
            return bool(
                self.office.read(login, f"/api/v1/cases?number={self.judged.case['number']}")["cases"]
            )
        except StepRefused:
            return False

    def _opens(self, login: str, path: str) -> bool:
        try:
            self.office.read(login, path)
        except StepRefused:
            return False
        return True

    def units_saw(self, *words: str) -> list[str]:
        """Where a unit was shown one of these words."""
        return [
            f"{view.where} of {view.who}"
            for view in self.judged.views
            if any(word in view.text for word in words)
        ]

    def units_saw_together(self, *words: str) -> list[str]:
        """Where a unit was shown all of these words at once."""
        return [
            f"{view.where} of {view.who}"
            for view in self.judged.views
            if all(word in view.text for word in words)
        ]

    def seen_by(self, unit: str, *words: str) -> list[str]:
        """Where this unit or one of its people was shown one of these words."""
        return [
            f"{view.where} of {view.who}"
            for view in self.judged.views
            if (view.who == unit or is_in_unit(view.who, unit)) and any(word in view.text for word in words)
        ]

    def done_by(self, *logins: str) -> list[str]:
        """The forms that one of these people submitted in the case."""
        return [str(row["form_id"]) for row in self.judged.case["submitted"] if row["by"] in logins]

    def matter(self, no: int) -> Json | None:
        """The matter of this number."""
        return next((row for row in self.judged.matters if row["no"] == no), None)

    def clocks(self, kind: str) -> list[Json]:
        """The limits of a kind."""
        return [clock for clock in self.judged.case["clocks"] if clock["kind"] == kind]

    def opened(self, kind: str) -> list[str]:
        """Since when the limits of a kind ran."""
        return [str(clock["opened_at"]) for clock in self.clocks(kind)]

    def page(self, login: str = READER, place: str = "") -> str:
        """A page as this person sees it, nothing of one that is refused him; without a place that of the file."""
        try:
            return self.office.read_page(login, place or f"/cases/{self.complaint_id}")
        except StepRefused:
            return ""

    def file_says(self, *words: str) -> list[str]:
        """Which of these words stand in what people wrote into the file; the complainant's own do not count."""
        own = json.dumps(self.judged.story.raw, ensure_ascii=False)
        page = self.page()
        return [word for word in words if word in page and word not in own]

    def progress(self) -> str:
        """What the complainant reads with his number and code."""
        return self.office.read_progress(str(self.judged.case["number"]), self.query_code)


Predicate = Callable[[Looked], list[str]]
Predicates = Mapping[str, Mapping[str, Predicate]]


def load_predicates(folder: Path) -> Predicates:
    """The predicates of every file of a folder, by story and sentence."""
    found: dict[str, Mapping[str, Predicate]] = {}
    for path in sorted(folder.glob("[!_]*.py")):
        spec = spec_from_file_location(f"must_not_{path.stem}", path)
        if spec is None or spec.loader is None:
            continue
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        told: Any = vars(module).get("PREDICATES", {})
        found.update(told)
    return found


def list_broken(looked: Looked, predicates: Predicates) -> list[Difference]:
    """A difference for each sentence that does not hold."""
    story = looked.judged.story.id
    known = predicates.get(story, {})
    differences = []
    for sentence in looked.judged.wish.get("must_not", ()):
        broken = known[sentence](looked) if sentence in known else []
        if broken:
            differences.append(Difference(story, f"must_not {sentence}", [], broken))
    return differences


def list_unchecked(judged: Judged, predicates: Predicates) -> list[str]:
    """The sentences of a story that no predicate looks at."""
    known = predicates.get(judged.story.id, {})
    return [sentence for sentence in judged.wish.get("must_not", ()) if sentence not in known]
