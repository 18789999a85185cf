"""What the watch over like complaints remembers between its looks, in memory alone, and which files it finds alike.

The index holds buckets, no words; what names a complainant is cut out before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock

from models.case.complaint import Complaint
from models.case.ngram_index import NgramIndex
from models.ground.codes import Category
from models.ground.group_codes import LikeReason
from services.groups.group_policy import GroupLimits
from services.suggestions.case_words import compared_words
from services.unit_of_work import Unit

# The newest so many are compared: about a second of work after a start, some milliseconds for each new one.
MOST_COMPARED = 500
# Where neither office nor item is the same, words alone have to be so much more alike.
WITHOUT_THE_UNIT = 2
WHOLE = 100


@dataclass(frozen=True, slots=True)
class FileMark:
    """What of a file is compared beside its words."""

    complaint_id: str
    received_at: datetime
    occurred_on: date
    category: Category | None
    units: frozenset[str]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class AlikeFile:
    """One file of a set, with how like it is to the one that came last."""

    complaint_id: str
    likeness: int
    reasons: tuple[LikeReason, ...]


@dataclass(slots=True)
class SeenFiles:
    """The files that were looked at, of one process."""

    index: NgramIndex[str] = field(default_factory=lambda: NgramIndex(MOST_COMPARED))
    compared: dict[str, FileMark] = field(default_factory=dict)
    looked_at: dict[str, FileMark] = field(default_factory=dict)
    limits: GroupLimits | None = None
    lock: Lock = field(default_factory=Lock)

    def list_fresh(self, marks: Iterable[FileMark], limits: GroupLimits) -> list[FileMark]:
        """Those that are new or were corrected since the last look, all of them after a change of the policy."""
        return [
            mark for mark in marks if limits != self.limits or self.looked_at.get(mark.complaint_id) != mark
        ]

    def take_in(self, marks: Iterable[FileMark], unit: Unit) -> None:
        """Enter the words of files that were not entered yet; forget those that are compared no more."""
        self.compared = {mark.complaint_id: mark for mark in marks}
        wanted = self.compared.keys()
        for complaint_id in self.index.keys() - wanted:
            self.index.remove(complaint_id)
        for complaint_id in wanted - self.index.keys():
            self.index.enter(
                complaint_id, compared_words(unit.session.get_one(Complaint, complaint_id), unit)
            )


def find_alike(mark: FileMark, seen: SeenFiles, limits: GroupLimits, unit: Unit) -> list[AlikeFile]:
    """The largest set around this file that came within the hours of the policy, this one among it; empty below the number."""
    marks, words = seen.compared, compared_words(unit.session.get_one(Complaint, mark.complaint_id), unit)
    alike = {mark.complaint_id: AlikeFile(mark.complaint_id, WHOLE, _reasons_of(mark, mark))}
    for key, share in seen.index.search(words):
        other = marks.get(key)
        if other is not None and other is not mark:
            reasons, likeness = _reasons_of(mark, other), int(share * WHOLE)
            if likeness >= _least(reasons, limits):
                alike[key] = AlikeFile(key, likeness, (*reasons, LikeReason.WORDS))
    span = timedelta(hours=limits.within_hours)
    sets = [
        [key for key in alike if end - span <= marks[key].received_at <= end]
        for end in {marks[key].received_at for key in alike}
    ]
    around = [keys for keys in sets if mark.complaint_id in keys]
    found = max(around, key=len, default=[])
    if len(found) < limits.least_complaints:
        return []
    return [alike[key] for key in sorted(found, key=lambda key: marks[key].received_at)]


def _least(reasons: tuple[LikeReason, ...], limits: GroupLimits) -> int:
    is_about_the_same = LikeReason.UNIT in reasons or LikeReason.ITEM in reasons
    return limits.least_likeness if is_about_the_same else WITHOUT_THE_UNIT * limits.least_likeness


def _reasons_of(mark: FileMark, other: FileMark) -> tuple[LikeReason, ...]:
    same = {
        LikeReason.UNIT: bool(mark.units & other.units),
        LikeReason.ITEM: bool(mark.items & other.items),
        LikeReason.CATEGORY: mark.category is not None and mark.category is other.category,
        LikeReason.DAY: mark.occurred_on == other.occurred_on,
    }
    return tuple(reason for reason, is_same in same.items() if is_same)
