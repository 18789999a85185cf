"""What came later by letter: two people open it, the one who enters it and another."""

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.errors import InvalidInput
from models.ground.ways import Way
from models.office.staff import Staff
from services.actor import staff_id_of
from services.acts.act_case import ActCase
from services.forms.task_case import Answers, text_of
from services.office.people_names import list_people_options
from services.office.unit_options import Option

# The paths by which an act asks for it.
ANSWERS = frozenset({"way", "opened_by_second"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """How something came, and who opened it; both empty where a form of before did not ask."""

    way: str = ""
    opened_by: tuple[str, ...] = ()


def list_opener_options(case: ActCase) -> list[Option]:
    """Everybody who may have opened it with the person who enters it."""
    login = staff_id_of(case.actor)
    others = case.unit.session.scalars(
        select(Staff).where(Staff.active.is_(True), Staff.login != login).order_by(Staff.login)
    )
    return list_people_options(others, case.unit)


def read_arrival(case: ActCase, answers: Answers) -> Arrival:
    """InvalidInput on `opened_by_second` for a letter that one person opened alone."""
    way, second = text_of(answers, "way"), text_of(answers, "opened_by_second")
    if way != Way.LETTER:
        return Arrival(way)
    first = staff_id_of(case.actor)
    if not second or second == first:
        raise InvalidInput({"opened_by_second": "SAME_PERSON" if second else "REQUIRED"})
    return Arrival(way, (first, second))
