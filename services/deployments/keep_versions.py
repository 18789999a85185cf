"""What the workers do about versions in a round: send what was decided, look what came past the door and which cases go by it."""

from __future__ import annotations

from services.deployments.note_cases import note_cases_step
from services.deployments.record_versions import record_versions_step
from services.deployments.send_confirmed import send_confirmed_step
from services.deployments.send_put_back import send_put_back_step
from services.ports.deployments import Deployments
from services.unit_of_work import UnitFactory


def keep_versions_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """How many were sent or are new; what was sent is on record under its names before anybody looks for others."""
    sent = send_confirmed_step(make_unit, engine) + send_put_back_step(make_unit, engine)
    return sent + record_versions_step(make_unit, engine) + note_cases_step(make_unit, engine)
