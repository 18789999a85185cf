"""Which office of the centre, or which organ above it, reviews answered cases; an administrator says so, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role, UnitKind
from models.ground.errors import InvalidInput
from models.office.centre import Centre
from models.office.unit import OrganisationUnit
from services.actor import Actor, require_role
from services.office.unit_options import Option, find_unit_name, list_unit_options
from services.unit_of_work import UnitOfWork

LONGEST_REASON = 500
# A unit of the hall reviews nothing: most complaints are about one.
REVIEWING_KINDS = frozenset({UnitKind.INTERNAL, UnitKind.EXTERNAL})


@dataclass(frozen=True, slots=True)
class ReviewOffice:
    """The code, empty for any other office than the handler's, its name, and what may be chosen."""

    unit_code: str
    name: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class ChangeReviewOffice:
    """The code as the page has it, empty for any other office than the handler's."""

    unit_code: str
    reason: str


def get_review_office(unit_of_work: UnitOfWork, actor: Actor) -> ReviewOffice:
    """What is settled; NotPermitted for who is no administrator."""
    require_role(actor, Role.ADMINISTRATOR)
    with unit_of_work.reading() as unit:
        code = unit.session.scalars(select(Centre.review_unit)).one()
        name = find_unit_name(code, unit) or ""
        return ReviewOffice(code or "", name, list_unit_options(unit, kinds=REVIEWING_KINDS))


def change_review_office(command: ChangeReviewOffice, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """It counts for reviews that are asked for from now on. NotPermitted, InvalidInput by field."""
    require_role(actor, Role.ADMINISTRATOR)
    errors: dict[str, str] = {}
    reason = command.reason.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["review_reason"] = "TOO_LONG" if reason else "REQUIRED"
    with unit_of_work as unit:
        chosen = unit.session.get(OrganisationUnit, command.unit_code) if command.unit_code else None
        if command.unit_code and (chosen is None or chosen.kind not in REVIEWING_KINDS):
            errors["review_unit"] = "NOT_AN_OPTION"
        if errors:
            raise InvalidInput(errors)
        centre = unit.session.scalars(select(Centre)).one()
        payload = {"from": centre.review_unit, "unit_code": command.unit_code or None, "reason": reason}
        centre.review_unit = command.unit_code or None
        unit.trail.add(None, "organisation.review_office_changed", payload, actor)
