"""What other words of a kind would do: which of the last complaints would have been suggested otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.category_ranking import WordsOfKinds, rank_categories
from models.case.complaint import Complaint
from models.ground.codes import Category, Role
from services.access.kept_away import must_keep_away
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, require_role
from services.office.category_words import read_category_words
from services.office.change_category_words import ChangeCategoryWords, check_words
from services.suggestions.case_words import words_of
from services.unit_of_work import Unit, UnitOfWork

Kinds = tuple[Category, ...]

LOOKED_AT = 200
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ChangedSuggestion:
    """Kinds with the strongest first, by words of today and by the others; `category` is what stands in the file."""

    complaint_id: str
    number: str
    received_at: datetime
    before: Kinds
    after: Kinds
    category: Category | None
    may_read: bool


@dataclass(frozen=True, slots=True)
class WordsPreview:
    """`total` of `looked_at` complaints would be suggested otherwise; `shown` are the newest of them."""

    words: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    looked_at: int
    total: int
    shown: tuple[ChangedSuggestion, ...]


def preview_words(command: ChangeCategoryWords, unit_of_work: UnitOfWork, actor: Actor) -> WordsPreview:
    """As many statements for two hundred complaints as for one; cases that are not for this person are left out.

    Errors as of the change itself, but that no reason is asked for.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        row, words = check_words(command, unit)
        before = read_category_words(unit)
        complaints = _list_last(login, unit)
        changed = _list_changed(complaints, before, {**before, row.category: words})
        shown = changed[:MOST_SHOWN]
        readable = list_readable_cases([complaint for complaint, _, _ in shown], unit, actor)
        return WordsPreview(
            words=words,
            added=tuple(word for word in words if word not in row.words),
            removed=tuple(word for word in row.words if word not in words),
            looked_at=len(complaints),
            total=len(changed),
            shown=tuple(_show(case, old, new, may_read=case.id in readable) for case, old, new in shown),
        )


def _list_last(login: str, unit: Unit) -> list[Complaint]:
    query = select(Complaint).where(~must_keep_away(login, unit))
    last = query.order_by(Complaint.received_at.desc(), Complaint.id).limit(LOOKED_AT)
    return list(unit.session.scalars(last))


def _list_changed(
    complaints: list[Complaint], before: WordsOfKinds, after: WordsOfKinds
) -> list[tuple[Complaint, Kinds, Kinds]]:
    suggested = [(case, _suggest(case, before), _suggest(case, after)) for case in complaints]
    return [(case, old, new) for case, old, new in suggested if old != new]


def _show(case: Complaint, old: Kinds, new: Kinds, *, may_read: bool) -> ChangedSuggestion:
    return ChangedSuggestion(case.id, case.number, case.received_at, old, new, case.category, may_read)


def _suggest(complaint: Complaint, words: WordsOfKinds) -> Kinds:
    return tuple(ranked.category for ranked in rank_categories(words_of(complaint), words))
