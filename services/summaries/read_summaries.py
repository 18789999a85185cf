"""Summaries as those who supervise find them: all of them, and one with what changed since it was released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.summaries.due_periods import list_due
from services.summaries.figures import digest_of, from_json
from services.summaries.lay_out import (
    Change,
    ShownRate,
    ShownSection,
    lay_out,
    lay_rates,
    list_changes,
    read_names,
)
from services.summaries.period import Period
from services.unit_of_work import UnitOfWork

# Nineteen a year: those of more than ten years stand on one page.
NEWEST = 200


@dataclass(frozen=True, slots=True)
class ListedSummary:
    """One; `edition` is None until it is released. `changed`: later figures differ from the released ones."""

    summary: PeriodicSummary
    period: Period
    edition: SummaryEdition | None

    @property
    def changed(self) -> bool:
        """Whether it came out otherwise after its release."""
        return self.summary.later_since is not None


@dataclass(frozen=True, slots=True)
class SummaryList:
    """The newest first; `names` are people by login, `missing` how many periods have ended and are not computed yet."""

    rows: tuple[ListedSummary, ...]
    names: Mapping[str, str]
    missing: int


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One summary. `edition` is the released one whose figures are shown, None for those that wait for a person.

    `digest` is of what is shown, `format` its rule of counting (figures.py); `changes` are from the last edition to what the
    period comes to now, `is_counted_otherwise` where another rule counts that.
    """

    summary: PeriodicSummary
    period: Period
    editions: tuple[SummaryEdition, ...]
    sections: tuple[ShownSection, ...]
    rates: tuple[ShownRate, ...]
    changes: tuple[Change, ...]
    names: Mapping[str, str]
    digest: str
    edition: SummaryEdition | None
    format: int
    is_counted_otherwise: bool

    @property
    def may_decide(self) -> bool:
        """Whether what is shown waits to be released or sent back."""
        return self.edition is None and self.summary.state is SummaryState.PROPOSED


def list_summaries(unit_of_work: UnitOfWork, actor: Actor) -> SummaryList:
    """For supervisors and the director, NotPermitted for others."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(PeriodicSummary)
            .options(defer(PeriodicSummary.figures), defer(PeriodicSummary.later_figures))
            .order_by(PeriodicSummary.begins_on.desc(), PeriodicSummary.id)
            .limit(NEWEST)
        ).all()
        editions = {
            edition.summary_id: edition
            for edition in unit.session.scalars(
                select(SummaryEdition)
                .options(defer(SummaryEdition.figures))
                .where(SummaryEdition.summary_id.in_([row.id for row in rows]))
                .order_by(SummaryEdition.no)
            )
        }
        known = {row.id: row.state for row in rows}
        waiting = (known.get(period.name, SummaryState.RETURNED) for period in list_due(unit).periods)
        missing = sum(state is SummaryState.RETURNED for state in waiting)
        names = map_people_names(unit, logins={edition.released_by for edition in editions.values()})
        unit.session.expunge_all()
    listed = (ListedSummary(row, Period(row.kind, row.begins_on), editions.get(row.id)) for row in rows)
    return SummaryList(tuple(listed), names, missing)


def read_summary(
    summary_id: str, edition_no: int | None, unit_of_work: UnitOfWork, actor: Actor
) -> SummaryPage:
    """What waits, else what was released last; an edition by its number. NotFound; for supervisors and the director."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        row = unit.session.get(PeriodicSummary, summary_id)
        if row is None:
            raise NotFound
        editions = unit.session.scalars(
            select(SummaryEdition).where(SummaryEdition.summary_id == row.id).order_by(SummaryEdition.no)
        ).all()
        edition = _choose(edition_no, row, editions)
        kept, names = row.figures if edition is None else edition.figures, read_names(unit)
        figures, later = from_json(kept), _find_later(row, editions)
        logins = {row.returned_by, *(edition.released_by for edition in editions)}
        page = SummaryPage(
            summary=row,
            period=Period(row.kind, row.begins_on),
            editions=tuple(editions),
            sections=lay_out(figures, names),
            rates=lay_rates(figures),
            changes=()
            if later is None
            else list_changes(from_json(editions[-1].figures), from_json(later), names),
            names=map_people_names(unit, logins={login for login in logins if login}),
            digest=digest_of(kept),
            edition=edition,
            format=kept["format"],
            is_counted_otherwise=later is not None and later["format"] != editions[-1].figures["format"],
        )
        unit.session.expunge_all()
    return page


def _choose(
    no: int | None, row: PeriodicSummary, editions: Sequence[SummaryEdition]
) -> SummaryEdition | None:
    if no is not None:
        chosen = next((edition for edition in editions if edition.no == no), None)
        if chosen is None:
            raise NotFound
        return chosen
    return editions[-1] if editions and row.state is SummaryState.RELEASED else None


def _find_later(row: PeriodicSummary, editions: Sequence[SummaryEdition]) -> Any | None:
    """What the period comes to now where that is not what was released; Any: JSON of figures.py."""
    if not editions:
        return None
    return row.later_figures if row.state is SummaryState.RELEASED else row.figures
