"""How much stands where nobody can act, for the badge beside the page's name: a few short statements, no look at the engine."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.codes import Role
from services.actor import Actor, require_role
from services.standstill.rows import Age, keep_visible, read_standing
from services.unit_of_work import UnitOfWork

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class StandstillCount:
    """`has_more` than the counted 99; `age` of the figure, None before the first look."""

    number: int
    has_more: bool
    age: Age | None


def count_standstill(unit_of_work: UnitOfWork, actor: Actor, *, incidents: bool = False) -> StandstillCount:
    """Of what stands on the page of what nobody can do, or of incidents.

    For the supervisor and the director; NotPermitted for others. What they must keep away from is not counted.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        # Twice as many as are counted: whoever is kept away from more than half of them sees "99+" all the same.
        standing = read_standing(2 * MOST_COUNTED, unit)
        places = standing.incidents if incidents else standing.things
        visible = keep_visible(places, login, unit)
        # A task may stand for two reasons, and each is a row of the page.
        seen = sum(place in visible for place in places)
        has_more = seen > MOST_COUNTED or len(places) == 2 * MOST_COUNTED
        number = MOST_COUNTED if has_more else seen
        return StandstillCount(number, has_more, standing.age)
