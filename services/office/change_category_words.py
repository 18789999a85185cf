"""An administrator changes the words of a kind: complaints filed from then on are suggested by them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.category_words import CategoryWords
from services.actor import Actor, require_role
from services.unit_of_work import Unit, UnitOfWork

SHORTEST, LONGEST = 2, 20
MOST_WORDS = 300
LONGEST_REASON = 500
_BETWEEN = re.compile(r"[\n、，,；;]")


@dataclass(frozen=True, slots=True)
class ChangeCategoryWords:
    """`words` as typed, one a line; `replaces` is the id of the wording that was shown."""

    category: str
    words: str
    replaces: str
    reason: str


def split_words(typed: str) -> tuple[str, ...]:
    """The words as they are compared: without blanks around, small Latin letters, empty lines left out."""
    words = (" ".join(word.split()).casefold() for word in _BETWEEN.split(typed))
    return tuple(word for word in words if word)


def change_category_words(command: ChangeCategoryWords, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """End the words that there are and begin these; what was suggested before stays.

    NotPermitted for who is no administrator, NotFound for a kind without words, InvalidInput by field, Conflict for a form that
    somebody has overtaken.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work as unit:
        before, words = check_words(command, unit, waits=True)
        reason = command.reason.strip()
        if not reason or len(reason) > LONGEST_REASON:
            raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
        now = unit.clock.now()
        before.ended_at = now
        # The index knows one wording in force of a kind.
        unit.session.flush()
        unit.session.add(
            CategoryWords(category=before.category, words=list(words), since=now, by=login, reason=reason)
        )
        payload = {
            "category": before.category.value,
            "old": list(before.words),
            "new": list(words),
            "reason": reason,
        }
        unit.trail.add(None, "category-words.changed", payload, actor)


def check_words(
    command: ChangeCategoryWords, unit: Unit, *, waits: bool = False
) -> tuple[CategoryWords, tuple[str, ...]]:
    """The wording in force and the words as they would be kept; errors as above. `waits` for whoever changes it, and holds it."""
    query = select(CategoryWords).where(CategoryWords.category == command.category)
    rows = list(unit.session.scalars(query.with_for_update() if waits else query))
    before = next((row for row in rows if row.ended_at is None), None)
    if before is None:
        if rows:
            # Ended by a colleague while this waited for him.
            raise Conflict(code="WORDS_CHANGED")
        raise NotFound
    words = split_words(command.words)
    _check(words, {word for row in rows for word in row.words})
    if command.replaces != str(before.id):
        raise Conflict(code="WORDS_CHANGED")
    if set(words) == set(before.words):
        raise InvalidInput({"words": "SAME_AS_BEFORE"})
    return before, words


def _check(words: tuple[str, ...], known: set[str]) -> None:
    if not words:
        raise InvalidInput({"words": "REQUIRED"})
    if len(words) > MOST_WORDS:
        raise InvalidInput({"words": "TOO_MANY_WORDS"})
    # The product brings a few words of one character: they may stay, and come back.
    wrong = [word for word in words if not SHORTEST <= len(word) <= LONGEST and word not in known]
    if wrong:
        raise InvalidInput({"words": "WORD_LENGTH"}, facts={"words": {"words": wrong}})
    twice = [word for word, number in Counter(words).items() if number > 1]
    if twice:
        raise InvalidInput({"words": "WORD_TWICE"}, facts={"words": {"words": twice}})
