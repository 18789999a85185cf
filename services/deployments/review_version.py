"""A version that came past the office's door is confirmed by a person who has looked at it."""

from __future__ import annotations

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.office.deployed_version import DeployedVersion
from services.actor import Actor, require_role
from services.deployments.earlier_version import find_order
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500


def review_version(key: str, reason: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Enter who has seen it and what came of the look; it stays in use, since only another version replaces it.

    InvalidInput on `reason`, NotFound for an unknown key, Conflict for a version that needs no review, has one or is being
    replaced by the earlier one.
    Supervisors, directors and administrators.
    """
    login = require_role(actor, Role.SUPERVISOR, Role.DIRECTOR, Role.ADMINISTRATOR)
    said = read_reason(reason)
    with unit_of_work as unit:
        row = lock_undecided(key, unit)
        row.reviewed_by, row.reviewed_at, row.review_reason = login, unit.clock.now(), said
        told = {"kind": row.kind.value, "id": row.resource_id, "version": row.version, "reason": said}
        unit.trail.add(None, "version.reviewed", told, actor)


def read_reason(typed: str) -> str:
    """What somebody decides for; InvalidInput on `reason`."""
    reason = typed.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG" if reason else "REQUIRED"})
    return reason


def lock_undecided(key: str, unit: Unit) -> DeployedVersion:
    """Held for a decision about it; NotFound for an unknown key, Conflict(VERSION_REVIEWED) where it needs or waits for none."""
    row = unit.session.get(DeployedVersion, key, with_for_update=True)
    if row is None:
        raise NotFound
    if not row.is_unreviewed or find_order(key, unit) is not None:
        raise Conflict(code="VERSION_REVIEWED")
    return row
