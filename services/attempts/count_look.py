"""Counts looks at identities: so many a person and hour, whatever the cases."""

from models.ground.errors import TriedTooOften
from services.actor import Actor, staff_id_of
from services.attempts.rate_limit import count_attempt
from services.attempts.rules import LOOKS_AT_IDENTITIES
from services.unit_of_work import UnitOfWork


def count_look(unit_of_work: UnitOfWork, actor: Actor) -> None:
    """One more look of this person, before anything is shown; TriedTooOften("LOOKED_TOO_OFTEN") beyond thirty in an hour."""
    try:
        count_attempt(LOOKS_AT_IDENTITIES, staff_id_of(actor), unit_of_work)
    except TriedTooOften as refused:
        raise TriedTooOften(refused.wait_seconds, "LOOKED_TOO_OFTEN") from None
