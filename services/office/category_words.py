"""The words by which kinds are suggested, as a suggestion reads them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.case.category_ranking import WordsOfKinds
from models.case.category_words import WORDS
from models.office.category_words import CategoryWords
from services.unit_of_work import Unit


def seed_category_words(session: Session) -> int:
    """Add the words of the kinds that have none; returns how many."""
    known = set(session.scalars(select(CategoryWords.category)))
    added = [
        CategoryWords(category=kind, words=list(words)) for kind, words in WORDS.items() if kind not in known
    ]
    session.add_all(added)
    session.flush()
    return len(added)


def read_category_words(unit: Unit) -> WordsOfKinds:
    """The words in force now; one statement."""
    return _read(CategoryWords.ended_at.is_(None), unit)


def read_words_at(moment: datetime, unit: Unit) -> WordsOfKinds:
    """The words that were in force at a moment that has passed; one statement."""
    has_begun = or_(CategoryWords.since.is_(None), CategoryWords.since <= moment)
    return _read(has_begun & or_(CategoryWords.ended_at.is_(None), CategoryWords.ended_at > moment), unit)


def _read(condition: ColumnElement[bool], unit: Unit) -> WordsOfKinds:
    rows = unit.session.execute(select(CategoryWords.category, CategoryWords.words).where(condition))
    found = {kind: tuple(words) for kind, words in rows}
    # Kinds of equal weight come in the order of the product.
    return {kind: found.get(kind, ()) for kind in WORDS}
