"""A second person confirms files for the engine, or refuses them with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted
from models.office.deployment_proposal import DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.unit_of_work import UnitOfWork

LONGEST_REASON = 500
DECIDING = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DIRECTOR)
_DECISIONS = {"confirm": DeploymentState.CONFIRMED, "refuse": DeploymentState.REFUSED}


@dataclass(frozen=True, slots=True)
class DecideDeployment:
    """`decision` confirm or refuse; a refusal says why."""

    proposal_id: str
    decision: str
    reason: str


def decide_deployment(command: DecideDeployment, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """What is confirmed the workers send. NotPermitted(FOUR_EYES) for who brought it, Conflict(DEPLOYMENT_DECIDED).

    NotFound; InvalidInput on `decision` or `reason`; administrators, supervisors and the director only.
    """
    login = require_role(actor, *DECIDING)
    state, reason = _DECISIONS.get(command.decision), command.reason.strip()
    if state is None:
        raise InvalidInput({"decision": "REQUIRED"})
    if state is DeploymentState.REFUSED and not reason:
        raise InvalidInput({"reason": "REQUIRED"})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": "TOO_LONG"})
    with unit_of_work as unit:
        row = unit.session.get(DeploymentProposal, command.proposal_id, with_for_update=True)
        if row is None:
            raise NotFound
        if row.proposed_by == login:
            raise NotPermitted(code="FOUR_EYES")
        if row.state is not DeploymentState.WAITS:
            raise Conflict(code="DEPLOYMENT_DECIDED")
        row.state, row.reason = state, reason or None
        row.decided_by, row.decided_at = login, unit.clock.now()
        unit.trail.add(None, f"deployment.{state.value}", {"proposal": row.id, "digest": row.digest}, actor)
