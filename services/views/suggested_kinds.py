"""The kinds with their words and cases, as an administrator sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from models.case.complaint import Complaint
from models.ground.codes import Category, Role
from models.ground.errors import NotFound
from models.office.category_words import CategoryWords
from services.access.kept_away import must_keep_away
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wording:
    """Words that hold or held; `since` is None for those that came with the product, `ended_at` for those in force."""

    id: int
    words: tuple[str, ...]
    since: datetime | None
    by: str
    reason: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class SuggestedKind:
    """A kind with the number of its cases; `now` is None for one that a person alone chooses. `earlier`: the newest first."""

    category: Category
    cases: int
    now: Wording | None
    earlier: tuple[Wording, ...]


def list_kinds(unit_of_work: UnitOfWork, actor: Actor) -> tuple[SuggestedKind, ...]:
    """Every kind but that of none, administrators only. Cases that are not for this person are in no number."""
    login = require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        names = map_people_names(unit)
        counted = unit.session.execute(
            select(Complaint.category, func.count())
            .where(~must_keep_away(login, unit))
            .group_by(Complaint.category)
        )
        cases = {kind: number for kind, number in counted if kind is not None}
        rows = list(unit.session.scalars(select(CategoryWords).order_by(CategoryWords.id.desc())))
        return tuple(
            _show_kind(kind, cases.get(kind, 0), [row for row in rows if row.category is kind], names)
            for kind in Category
            if kind is not Category.NONE
        )


def get_kind(category: str, unit_of_work: UnitOfWork, actor: Actor) -> SuggestedKind:
    """One of them; NotFound for a kind that has no words to change."""
    shown = next((kind for kind in list_kinds(unit_of_work, actor) if kind.category.value == category), None)
    if shown is None or shown.now is None:
        raise NotFound
    return shown


def _show_kind(kind: Category, cases: int, rows: list[CategoryWords], names: dict[str, str]) -> SuggestedKind:
    wordings = [
        Wording(
            row.id, tuple(row.words), row.since, names.get(row.by or "", ""), row.reason or "", row.ended_at
        )
        for row in rows
    ]
    now = next((wording for wording in wordings if wording.ended_at is None), None)
    return SuggestedKind(kind, cases, now, tuple(wording for wording in wordings if wording is not now))
