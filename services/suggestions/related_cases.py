"""Cases that may be about the same matter as one that is decided on, with the reasons. A person decides whether they are."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from models.case.complaint import Complaint
from models.case.ngram_index import NgramIndex
from models.case.respondent import Respondent
from models.vault.masking import PersonalField
from services.access.case_ties import read_ties
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.identity.cut_identity import cut_identities
from services.identity.same_person import list_same_person
from services.suggestions.case_words import compared_words, words_of
from services.unit_of_work import Unit

MOST = 3
# What is compared word by word: the newest of the same unit or of the same days.
MOST_COMPARED = 200
OF_THE_UNIT = timedelta(days=90)
OF_THE_DAYS = timedelta(days=14)
# Cases of one unit share much of their words: below, or without the unit, likeness alone is chance.
LIKE_IN_THE_UNIT = 0.1
LIKE_ANYWHERE = 0.2

MayKnow = Callable[[Complaint], bool]


@dataclass(frozen=True, slots=True)
class RelatedCase:
    """A case and why it may be the same: what the person left in both, unit and days between, likeness of words 0-1.

    `merge_into` is the number to merge into; None for a case that is closed and takes nothing any more.
    """

    complaint_id: str
    number: str
    received_at: datetime
    merge_into: str | None
    same_person: tuple[PersonalField, ...]
    is_same_unit: bool
    days_apart: int
    likeness: float


def list_related_cases(
    complaint: Complaint, unit: Unit, actor: Actor, *, may_know: MayKnow
) -> list[RelatedCase]:
    """At most three, the likeliest first, of those that the actor may read. A name counts with the unit only.

    That two cases are of the same person is told only where `may_know` lets the actor know both complainants.
    """
    people = list_same_person(complaint.id, unit) if may_know(complaint) else {}
    units = _units_of([complaint.id], unit).get(complaint.id, frozenset())
    pool = _list_pool(complaint, people, units, unit)
    readable = list_readable_cases(pool, unit, actor)
    units_of = _units_of([other.id for other in pool], unit)
    pool = [other for other in pool if other.id in readable]
    likeness = _compare(compared_words(complaint, unit), pool, unit)
    found = []
    for other in pool:
        same = people.get(other.id, frozenset()) if may_know(other) else frozenset()
        is_same_unit = not units.isdisjoint(units_of.get(other.id, frozenset()))
        found.append(
            RelatedCase(
                complaint_id=other.id,
                number=other.number,
                received_at=other.received_at,
                merge_into=None if other.closed_at else other.merged_into or other.number,
                same_person=tuple(sorted(same if is_same_unit else same - {PersonalField.NAME})),
                is_same_unit=is_same_unit,
                days_apart=abs((_day_of(other) - _day_of(complaint)).days),
                likeness=likeness.get(other.id, 0.0),
            )
        )
    return sorted(filter(_is_worth_a_look, found), key=_weigh, reverse=True)[:MOST]


def _list_pool(
    complaint: Complaint, people: Collection[str], units: frozenset[str], unit: Unit
) -> list[Complaint]:
    at = complaint.received_at
    of_units = select(Respondent.complaint_id).where(Respondent.unit.in_(units), Respondent.in_force())
    near = Complaint.received_at.between(at - OF_THE_DAYS, at + OF_THE_DAYS)
    of_the_unit = Complaint.id.in_(of_units) & Complaint.received_at.between(
        at - OF_THE_UNIT, at + OF_THE_UNIT
    )
    query = (
        select(Complaint)
        .where(Complaint.id != complaint.id, or_(near, of_the_unit))
        .order_by(Complaint.received_at.desc())
        .limit(MOST_COMPARED)
    )
    pool = list(unit.session.scalars(query))
    missing = set(people) - {other.id for other in pool}
    if not missing:
        return pool
    return pool + list(unit.session.scalars(select(Complaint).where(Complaint.id.in_(missing))))


def _compare(compared: str, pool: list[Complaint], unit: Unit) -> dict[str, float]:
    index: NgramIndex[str] = NgramIndex(len(pool) or 1)
    for case, words in cut_identities({other.id: words_of(other) for other in pool}, unit).items():
        index.enter(case, words)
    return dict(index.search(compared))


def _units_of(complaint_ids: Collection[str], unit: Unit) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_ties(complaint_ids, unit).accused:
        if row.unit is not None:
            found[row.complaint_id] = found.get(row.complaint_id, frozenset()) | {row.unit}
    return found


def _day_of(complaint: Complaint) -> date:
    return complaint.occurred_on or complaint.effective_received


def _is_worth_a_look(case: RelatedCase) -> bool:
    least = LIKE_IN_THE_UNIT if case.is_same_unit else LIKE_ANYWHERE
    return bool(case.same_person) or case.likeness >= least


def _weigh(case: RelatedCase) -> float:
    """One number of the person weighs as much as a quarter of all words; unit and days tell equals apart."""
    near = 0.05 if case.is_same_unit and timedelta(days=case.days_apart) <= OF_THE_DAYS else 0.0
    return 0.25 * len(case.same_person) + case.likeness + near
