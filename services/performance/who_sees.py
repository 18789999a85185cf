"""Who sees whose score: a person his own and his unit's, a leader those of his people, supervisors and directors all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select, true

from models.ground.codes import Role
from models.ground.errors import NotFound
from models.ground.performance_codes import RoundState
from models.office.performance_score import PerformanceRound, PerformanceScore
from models.office.staff import Staff
from models.office.unit import OrganisationUnit
from services.actor import Actor, staff_id_of
from services.unit_of_work import Unit

# Longer than any line of a centre; a loop in the reporting lines must not hang a page.
_LONGEST_LINE = 10


@dataclass(frozen=True, slots=True)
class Sight:
    """Of one reader: `units` that he sees as a whole, `people` whose own scores he sees; both are not asked where `sees_all`."""

    login: str
    sees_all: bool
    leads: frozenset[str]
    units: frozenset[str]
    people: frozenset[str]

    def condition(self) -> ColumnElement[bool]:
        """On `performance_score`: what may be shown to him at all."""
        if self.sees_all:
            return true()
        of_units = PerformanceScore.staff_id.is_(None) & PerformanceScore.unit_code.in_(self.units)
        return or_(of_units if self.units else false(), PerformanceScore.staff_id.in_(self.people))

    def sees(self, score: PerformanceScore, row: PerformanceRound) -> bool:
        """Whether he may read this one; what is not released yet is for those who supervise."""
        if self.sees_all:
            return row.state in (RoundState.PROPOSED, RoundState.RETURNED, RoundState.RELEASED)
        if row.state is not RoundState.RELEASED:
            return False
        return score.unit_code in self.units if score.staff_id is None else score.staff_id in self.people

    def may_object(self, score: PerformanceScore) -> bool:
        """Of a person's the person himself, of a unit's its head."""
        return score.unit_code in self.leads if score.staff_id is None else score.staff_id == self.login


def read_sight(unit: Unit, actor: Actor) -> Sight:
    """NotPermitted for others than members of staff."""
    login = staff_id_of(actor)
    sees_all = bool(actor.roles & {Role.SUPERVISOR, Role.DIRECTOR})
    rows = unit.session.execute(select(Staff.login, Staff.unit, Staff.reports_to)).all()
    home = {one: of for one, of, _ in rows}
    above = {one: over for one, _, over in rows}
    leads = frozenset(
        unit.session.scalars(select(OrganisationUnit.code).where(OrganisationUnit.head == login))
    )
    people = {one for one, of in home.items() if of in leads or _is_above(login, one, above)} | {login}
    own = {home[login]} if login in home else set[str]()
    return Sight(login, sees_all, leads, leads | own, frozenset(people))


def get_score(
    score_id: str, sight: Sight, unit: Unit, *, for_update: bool = False
) -> tuple[PerformanceScore, PerformanceRound]:
    """One that he may see, with its round; NotFound for any other."""
    score = unit.session.get(PerformanceScore, score_id, with_for_update=for_update or None)
    row = None if score is None else unit.session.get(PerformanceRound, score.round_id)
    if score is None or row is None or not sight.sees(score, row):
        raise NotFound
    return score, row


def _is_above(login: str, person: str, above: Mapping[str, str | None]) -> bool:
    over = above.get(person)
    for _ in range(_LONGEST_LINE):
        if over is None or over == login:
            return over == login
        over = above.get(over)
    return False
