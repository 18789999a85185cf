"""The workers' step of tables that the office kept before: they go on coming in, and on being erased."""

from services.prior.take_back import erase_prior_step
from services.prior.take_table import take_prior_step
from services.unit_of_work import UnitFactory


def prior_tables_step(make_unit: UnitFactory) -> int:
    """How many rows moved; what is taken back goes first, for the same rows may be coming in again."""
    return erase_prior_step(make_unit) + take_prior_step(make_unit)
