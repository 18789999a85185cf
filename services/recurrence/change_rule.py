"""An administrator says from how often on the same problem recurs; what held before stays on record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import InvalidInput
from models.office.recurrence_rule import BASIS_LENGTH, RecurrenceRule
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.office.rule_figures import read_rule_figures
from services.recurrence.recurrence_rule import Rule, find_rule
from services.unit_of_work import UnitOfWork

# Once is no recurrence, and what came a year ago is looked for no more.
BOUNDS = {"least_complaints": (2, 100), "within_days": (7, 365)}
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """As the form has it; `replaces` is the number of the version that was shown."""

    least_complaints: str
    within_days: str
    basis: str
    replaces: str


@dataclass(frozen=True, slots=True)
class RulePage:
    """What holds, and the versions the newest first; people by login."""

    rule: Rule
    versions: Sequence[RecurrenceRule]
    people: Mapping[str, str]


def read_rule(unit_of_work: UnitOfWork, actor: Actor) -> RulePage:
    """NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        query = select(RecurrenceRule).order_by(RecurrenceRule.id.desc()).limit(_MOST_SHOWN)
        versions = unit.session.scalars(query).all()
        people = map_people_names(unit, logins={row.entered_by for row in versions})
        return RulePage(find_rule(unit), versions, people)


def change_rule(command: ChangeRule, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter what holds from now on.

    NotPermitted for who is no administrator; InvalidInput by field outside the bounds, without a basis, for what holds
    already, and on `basis` where a colleague has changed the rule since it was shown.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    figures = read_rule_figures(asdict(command), BOUNDS, BASIS_LENGTH)
    with unit_of_work as unit:
        before = find_rule(unit)
        if command.replaces != str(before.no):
            raise InvalidInput({"basis": "CHANGED_MEANWHILE"})
        if (
            figures == {name: getattr(before, name) for name in BOUNDS}
            and command.basis.strip() == before.basis
        ):
            raise InvalidInput({"least_complaints": "SAME_AS_BEFORE"})
        row = RecurrenceRule(**figures, basis=command.basis.strip())
        row.entered_by, row.entered_at = login, unit.clock.now()
        unit.session.add(row)
        unit.session.flush()
        changed: dict[str, object] = {
            name: [getattr(before, name), figure] for name, figure in figures.items()
        }
        unit.trail.add(None, "recurrence.rule_entered", changed, actor)
