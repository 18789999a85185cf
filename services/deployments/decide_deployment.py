"""A second person confirms files for the engine, or refuses them with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.newest_versions import map_newest, mark_of
from services.unit_of_work import Unit, UnitOfWork

LONGEST_REASON = 500
DECIDING = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
_DECISIONS = {"confirm": DeploymentState.CONFIRMED, "refuse": DeploymentState.REFUSED}


@dataclass(frozen=True, slots=True)
class DecideDeployment:
    """`decision` confirm or refuse; a refusal says why. `seen` is the mark of what the page showed (newest_versions.py)."""

    proposal_id: str
    decision: str
    reason: str
    seen: str


def decide_deployment(command: DecideDeployment, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """What is confirmed the workers send; who brought it may refuse it too, and NotPermitted(FOUR_EYES) is it to confirm.

    Conflict(DEPLOYMENT_DECIDED), Conflict where another version runs than was shown, NotFound; InvalidInput on `decision` or
    `reason`; administrators, supervisors and the director only.
    """
    login = require_role(actor, *DECIDING)
    state, reason = _read(command)
    with unit_of_work as unit:
        row = unit.session.get(DeploymentProposal, command.proposal_id, with_for_update=True)
        if row is None:
            raise NotFound
        if state is DeploymentState.CONFIRMED and row.proposed_by == login:
            raise NotPermitted(code="FOUR_EYES")
        if row.state is not DeploymentState.WAITS:
            raise Conflict(code="DEPLOYMENT_DECIDED")
        if state is DeploymentState.CONFIRMED and command.seen != _mark(row, unit):
            raise Conflict
        row.state, row.reason = state, reason or None
        row.decided_by, row.decided_at = login, unit.clock.now()
        unit.trail.add(None, f"deployment.{state.value}", {"proposal": row.id, "digest": row.digest}, actor)


def _read(command: DecideDeployment) -> tuple[DeploymentState, str]:
    state, reason = _DECISIONS.get(command.decision), command.reason.strip()
    if state is None:
        raise InvalidInput({"decision": "REQUIRED"})
    if state is DeploymentState.REFUSED and not reason:
        raise InvalidInput({"reason": "REQUIRED"})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG"})
    return state, reason


def _mark(row: DeploymentProposal, unit: Unit) -> str:
    files = unit.session.scalars(select(DeploymentFile).where(DeploymentFile.proposal_id == row.id)).all()
    return mark_of(row, map_newest(files, unit))
