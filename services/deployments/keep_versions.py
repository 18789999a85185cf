"""What the workers do about versions in one round: send what was confirmed, then look what reached the engine past the door."""

from __future__ import annotations

from services.deployments.record_versions import record_versions_step
from services.deployments.send_confirmed import send_confirmed_step
from services.ports.deployments import Deployments
from services.unit_of_work import UnitFactory


def keep_versions_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """How many were sent or are new; what was sent is on record under its names before anybody looks for others."""
    return send_confirmed_step(make_unit, engine) + record_versions_step(make_unit, engine)
