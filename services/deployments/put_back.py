"""A second person has the earlier version put back in place of one that came past the office's door."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.errors import Conflict, RuleRefused
from models.ground.ids import new_id
from models.office.deployed_version import DeployedVersion
from models.office.version_return import ReturnState, VersionReturn
from services.actor import Actor, require_role
from services.deployments.decide_deployment import DECIDING
from services.deployments.earlier_version import find_earlier, read_history
from services.deployments.review_version import lock_undecided, read_reason
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PutBack:
    """`earlier_key` is the version that the page showed as the earlier one."""

    key: str
    earlier_key: str
    reason: str


def put_back(command: PutBack, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """The workers deploy the earlier one as a new version; what runs by the other goes on by it.

    Conflict(VERSION_REVIEWED) where somebody decided before, Conflict where another version came meanwhile,
    RuleRefused("NO_EARLIER_VERSION"), NotFound; InvalidInput on `reason`. Administrators, supervisors and the director only.
    """
    login = require_role(actor, *DECIDING)
    reason = read_reason(command.reason)
    with unit_of_work as unit:
        row = lock_undecided(command.key, unit)
        earlier = _get_earlier(row, command, unit)
        unit.session.add(
            VersionReturn(
                id=new_id(),
                version_key=row.key,
                earlier_key=earlier.key,
                state=ReturnState.ORDERED,
                reason=reason,
                ordered_by=login,
                ordered_at=unit.clock.now(),
            )
        )
        told = {"kind": row.kind.value, "id": row.resource_id, "version": row.version, "reason": reason}
        unit.trail.add(None, "version.put_back", told | {"earlier": earlier.version}, actor)


def _get_earlier(row: DeployedVersion, command: PutBack, unit: Unit) -> DeployedVersion:
    history = read_history(row, unit)
    earlier = find_earlier(row, history)
    if earlier is None:
        raise RuleRefused("NO_EARLIER_VERSION")
    if earlier.key != command.earlier_key or history[-1].key != row.key:
        raise Conflict
    return earlier
