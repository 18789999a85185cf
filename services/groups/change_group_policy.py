"""From when on complaints are proposed as a mass complaint, and when one may be closed; an administrator edits it."""

from dataclasses import asdict, dataclass

from models.case.group_policy import GroupPolicy
from models.ground.codes import Role
from services.actor import Actor, require_role
from services.groups.group_policy import GroupLimits, find_group_limits
from services.office.rule_figures import read_rule_figures
from services.unit_of_work import UnitOfWork

LONGEST_BASIS = 400
# Fewer than three are no mass; hours beyond the days that are looked back at would find nothing more.
BOUNDS = {
    "least_complaints": (3, 100),
    "within_hours": (1, 72),
    "least_likeness": (5, 90),
    "closing_share": (50, 100),
}


@dataclass(frozen=True, slots=True)
class ChangeGroupPolicy:
    """The figures as the page has them, and on what they rest."""

    least_complaints: str
    within_hours: str
    least_likeness: str
    closing_share: str
    basis: str


def read_group_policy(unit_of_work: UnitOfWork, actor: Actor) -> GroupLimits:
    """What is in force; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        return find_group_limits(unit)


def change_group_policy(command: ChangeGroupPolicy, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter what holds from now on; groups that are open keep their share, proposals their figures.

    NotPermitted for who is no administrator, InvalidInput by field outside the bounds and without a basis.
    """
    login = require_role(actor, Role.ADMINISTRATOR)
    figures = read_rule_figures(asdict(command), BOUNDS, LONGEST_BASIS)
    with unit_of_work as unit:
        before = asdict(find_group_limits(unit))
        unit.session.add(
            GroupPolicy(**figures, basis=command.basis.strip(), entered_by=login, entered_at=unit.clock.now())
        )
        unit.session.flush()
        changed: dict[str, object] = {
            name: [before[name], figure] for name, figure in figures.items() if before[name] != figure
        }
        unit.trail.add(None, "group.policy_entered", changed, actor)
