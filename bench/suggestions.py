"""What the office suggests, against what a careful person decided: figures of agreement on files of stories.

Each story is read as the replay types it. What is learnt from earlier cases is learnt from those alone in which somebody
had decided before this one came in. Run by `make bench`; `STORIES="a.json b.json"` names other files.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.replay.intake_door import WEB_CHANNELS, registration_fields, web_fields
from deploy.replay.samples import Story, load_expected, load_stories
from models.case.category_ranking import rank_categories
from models.case.category_words import WORDS
from models.case.ngram_index import NgramIndex
from models.case.spoken_need import Need, find_needs
from models.case.statement_split import split_statement
from models.ground.codes import Category

ROOT = Path(__file__).parents[1]
FILES = (
    ROOT / "tests/samples/complaints.json",
    ROOT / "tests/samples/way.json",
    ROOT / "deploy/demo/stories.json",
)
DECIDES = frozenset({"accept", "refuse", "refer", "merge", "settle_on_spot", "consultation"})
MOST = 5
NOT_COMPARED = (
    "respondent, route and unit (the replay prints them), the wording of matters and claims and which claim arises from which"
    " matter, whether a duplicate has the same telephone (the office asks a blind index), what a real mail or recording tells"
)

Wish = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A story as typed, and what a careful person made of it."""

    story: Story
    fields: Mapping[str, str]
    wish: Wish

    @property
    def text(self) -> str:
        """All words."""
        return f"{self.fields['content']}\n{self.fields.get('wanted', '')}"

    @property
    def decided_at(self) -> datetime | None:
        """When somebody first decided on it."""
        return min((step.at for step in self.story.steps if step.action in DECIDES), default=None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """So many of so many."""

    what: str
    right: int
    of: int

    def __str__(self) -> str:
        share = f"{self.right / self.of:5.0%}" if self.of else "    -"
        return f"{self.what:<64}{self.right:>4} of {self.of:<4}{share}"


def read_stories(files: Iterable[Path]) -> list[Told]:
    """The stories that tell what a careful person decided, in the order in which they came in."""
    told = []
    for file in files:
        expected = load_expected(file)
        for story in load_stories(file):
            if story.id in expected:
                fields = web_fields(story) if story.channel in WEB_CHANNELS else registration_fields(story)
                told.append(Told(story, fields, expected[story.id]["expected"]))
    return sorted(told, key=lambda entry: entry.story.received_at)


def measure(stories: list[Told]) -> list[Agreement]:
    """Every figure, in the order of printing."""
    return [
        *_kinds(stories),
        *_splits(stories),
        *_needs(stories),
        *_disclosure(stories),
        *_duplicates(stories),
    ]


def _kinds(stories: list[Told]) -> list[Agreement]:
    counts: Counter[str] = Counter()
    for told in stories:
        right = {told.wish["category"], *told.wish["other_categories"]}
        near = _list_decided(told, stories)
        kinds = [(Category(other.wish["category"]), likeness) for other, likeness in near]
        for name, ranked in (
            ("words alone", rank_categories(told.text, WORDS)),
            ("words and earlier cases", rank_categories(told.text, WORDS, kinds)),
        ):
            named = [entry.category.value for entry in ranked]
            counts[f"kind: first, {name}"] += bool(named) and named[0] in right
            counts[f"kind: one of three, {name}"] += not right.isdisjoint(named)
        if told.wish["complexity"] is not None:
            counts["of complexity"] += 1
            usual = Counter(other.wish["complexity"] for other, _ in near if other.wish["complexity"])
            counts["complexity"] += [value for value, _ in usual.most_common(1)] == [told.wish["complexity"]]
    names = [name for name in counts if name.startswith("kind")]
    usual_one = Agreement(
        "complexity: most of the like earlier cases", counts["complexity"], counts["of complexity"]
    )
    return [*(Agreement(name, counts[name], len(stories)) for name in sorted(names)), usual_one]


def _list_decided(told: Told, stories: list[Told]) -> list[tuple[Told, float]]:
    """The five likest that were decided before this one came in."""
    past = [s for s in stories if s.decided_at is not None and s.decided_at < told.story.received_at]
    index: NgramIndex[int] = NgramIndex(max(len(past), 1))
    for place, other in enumerate(past):
        index.enter(place, other.text)
    return [(past[place], likeness) for place, likeness in index.search(told.text)[:MOST]]


def _splits(stories: list[Told]) -> list[Agreement]:
    counts: Counter[str] = Counter()
    for told in stories:
        split = split_statement(told.fields["content"], WORDS, told.fields.get("wanted", ""))
        matters = told.wish["matters"]
        counts["matters: as many"] += len(split.matters) == len(matters)
        kinds = sorted(matter.kind.value for matter in split.matters)
        counts["matters: as many of each kind"] += kinds == sorted(matter["kind"] for matter in matters)
        counts["claims: as many"] += len(split.claims) == len(told.wish["claims"])
    return [Agreement(name, right, len(stories)) for name, right in counts.items()]


def _needs(stories: list[Told]) -> list[Agreement]:
    asked: Counter[tuple[str, bool]] = Counter()
    of: Counter[tuple[str, bool]] = Counter()
    for told in stories:
        needs = {spoken.need for spoken in find_needs(told.text, told.fields.get("raw_text", ""))}
        is_ticked = told.fields.get("keep_identity_secret") == "true"
        seen = {"urgency": bool(needs - {Need.SECRECY}), "secrecy": is_ticked or Need.SECRECY in needs}
        wish = {"urgency": told.wish["urgent"], "secrecy": told.wish["confidentiality_requested"]}
        for name, is_so in wish.items():
            of[name, bool(is_so)] += 1
            asked[name, bool(is_so)] += seen[name]
    lines = []
    for name in ("urgency", "secrecy"):
        lines.append(Agreement(f"{name}: asked where it is so (recall)", asked[name, True], of[name, True]))
        lines.append(Agreement(f"{name}: asked where it is not", asked[name, False], of[name, False]))
    return lines


def _disclosure(stories: list[Told]) -> list[Agreement]:
    least = sum(told.wish["disclosure_level"] == 0 for told in stories)
    return [Agreement("extent of what is told: the least, as every case begins", least, len(stories))]


def _duplicates(stories: list[Told]) -> list[Agreement]:
    by_id = {told.story.id: told for told in stories}
    pairs = [(told, told.wish.get("is_duplicate_of")) for told in stories]
    linked = [(told, str(of)) for told, of in pairs if of in by_id]
    found = 0
    for told, of in linked:
        index: NgramIndex[str] = NgramIndex(len(stories))
        for other in stories:
            if other.story.received_at < told.story.received_at:
                index.enter(other.story.id, other.text)
        found += of in [key for key, _ in index.search(told.text)[:3]]
    return [Agreement("duplicates: the first one among the three likest by words", found, len(linked))]


def main(arguments: list[str]) -> int:
    """Print the figures of the given files, else of those in the repository."""
    stories = read_stories([Path(argument) for argument in arguments] or FILES)
    lines = [f"{len(stories)} stories with what a careful person decided; learnt from the past of each only"]
    lines += [str(agreement) for agreement in measure(stories)]
    sys.stdout.write("\n".join([*lines, f"not compared: {NOT_COMPARED}", ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
