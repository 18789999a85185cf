"""What the office kept before it had this system and may be the same matter, with the reasons. A person decides whether it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, func, literal, select, union_all

from models.case.case_text import digest_pair, pairs_of
from models.case.complaint import Complaint
from models.case.ngram_index import NgramIndex
from models.case.prior_case import PriorCase, PriorPair
from models.ground.prior_codes import PriorColumn
from models.vault.keyring import get_keyring
from models.vault.masking import PersonalField
from services.access.readable_prior import may_read_prior
from services.actor import Actor
from services.identity.prior_identity import (
    cut_prior,
    map_prior,
    select_prior_of_complainant,
    select_prior_of_person,
)
from services.suggestions.case_words import compared_words
from services.unit_of_work import Unit

MOST = 3
# Below this two texts share no more than the language of the office.
LEAST_LIKENESS = 0.2
# Pairs of characters that few of them have lead to those that are worth a comparison.
_RAREST = 12
_MOST_PAIRS = 300
_MOST_COMPARED = 30


@dataclass(frozen=True, slots=True)
class PriorAlike:
    """One of them: what the person left in both, and how like its words are (0-1)."""

    id: str
    number: str
    received_at: datetime
    same_person: tuple[PersonalField, ...]
    likeness: float


def list_prior_alike(
    complaint: Complaint, unit: Unit, actor: Actor, *, may_know: bool
) -> tuple[PriorAlike, ...]:
    """At most three, the likeliest first, of those that the actor may read.

    That one is of the same person is told only with `may_know`, and by a name alone never: many bear it.
    """
    words = compared_words(complaint, unit)
    asked = _select_near(words)
    if may_know:
        asked = union_all(select_prior_of_complainant(complaint.id, unit), asked)
    people, near = _read_near(unit.session.execute(asked))
    if not near and not people:
        return ()
    newest = select(PriorCase).where(PriorCase.no.in_({*near, *people}), may_read_prior(actor))
    pool = list(unit.session.scalars(newest.order_by(PriorCase.received_at.desc()).limit(_MOST_COMPARED * 2)))
    likeness = _compare(words, pool, unit)
    found = [
        PriorAlike(
            id=row.id,
            number=row.number,
            received_at=row.received_at,
            same_person=tuple(sorted(people.get(row.no, frozenset()))),
            likeness=likeness.get(row.no, 0.0),
        )
        for row in pool
    ]
    worth = [row for row in found if row.same_person or row.likeness >= LEAST_LIKENESS]
    return tuple(sorted(worth, key=_weigh, reverse=True)[:MOST])


def list_prior_of_phone(phone: str, unit: Unit, actor: Actor) -> tuple[PriorAlike, ...]:
    """The last three of this telephone, however long ago; of none without one."""
    query = (
        select(PriorCase)
        .where(PriorCase.no.in_(select_prior_of_person("", phone)), may_read_prior(actor))
        .order_by(PriorCase.received_at.desc())
        .limit(MOST)
    )
    return tuple(
        PriorAlike(row.id, row.number, row.received_at, (PersonalField.PHONE,), 0.0)
        for row in unit.session.scalars(query)
    )


def _read_near(
    rows: Iterable[Sequence[Any]],
) -> tuple[dict[int, frozenset[PersonalField]], set[int]]:
    """What the person left in both, by number; and those that are near by their words."""
    people: dict[int, frozenset[PersonalField]] = {}
    near: set[int] = set()
    for no, is_name, is_phone in rows:
        if is_phone:
            both = {PersonalField.NAME, PersonalField.PHONE} if is_name else {PersonalField.PHONE}
            people[no] = frozenset(both)
        else:
            near.add(no)
    return people, near


def _select_near(words: str) -> Select[Any] | CompoundSelect[Any]:
    """The numbers of those that share most of the rarest pairs of these words, of no person known to be the same."""
    keyring = get_keyring()
    digests = [digest_pair(pair, keyring) for pair in pairs_of(words)[:_MOST_PAIRS]]
    rarest = (
        select(PriorPair.pair)
        .where(PriorPair.pair.in_(digests))
        .group_by(PriorPair.pair)
        .order_by(func.count(), PriorPair.pair)
        .limit(_RAREST)
    )
    shared = (
        select(PriorPair.no)
        .where(PriorPair.pair.in_(rarest))
        .group_by(PriorPair.no)
        .order_by(func.count().desc(), PriorPair.no)
        .limit(_MOST_COMPARED)
    )
    found = shared.subquery()
    return select(found.c.no, literal(False), literal(False))


def _compare(words: str, pool: list[PriorCase], unit: Unit) -> dict[int, float]:
    index: NgramIndex[int] = NgramIndex(len(pool) or 1)
    people = map_prior([row.no for row in pool], unit)
    for row in pool:
        person = people.get(row.no)
        text = str(row.fields.get(PriorColumn.CONTENT.value, ""))
        index.enter(row.no, text if person is None else cut_prior(text, person))
    return dict(index.search(words))


def _weigh(row: PriorAlike) -> float:
    return 0.25 * len(row.same_person) + row.likeness
