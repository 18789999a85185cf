"""Whether a referral leads out of the centre."""

from models.beside.referral import Referral
from models.ground.codes import UnitKind
from models.office.unit import OrganisationUnit
from services.unit_of_work import Unit


def is_outside(row: Referral, unit: Unit) -> bool:
    """Whether the receiving unit is an authority outside the centre."""
    return unit.session.get_one(OrganisationUnit, row.unit_code).kind is UnitKind.EXTERNAL
