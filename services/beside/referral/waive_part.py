"""Who approves lets the lead's finding go on without a part, with a reason that stands in the file and with the opinion."""

from models.beside.referral import Referral
from models.ground.errors import InvalidInput, RuleRefused
from services.actor import Actor
from services.unit_of_work import Unit

ALREADY_WAIVED = "ALREADY_WAIVED"


def waive_part(row: Referral, reason: str, unit: Unit, actor: Actor) -> None:
    """Record it; the unit still owes its part and may report it later.

    InvalidInput on `reason` without one, RuleRefused("ALREADY_WAIVED") the second time.
    """
    if not reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    if row.waived_at is not None:
        raise RuleRefused(ALREADY_WAIVED)
    row.waiver, row.waived_by, row.waived_at = reason.strip(), actor.name, unit.clock.now()
    payload = {"referral_id": row.id, "unit_code": row.unit_code, "matter_nos": list(row.matter_nos)}
    unit.trail.add(row.complaint_id, "referral.waived", payload, actor)
