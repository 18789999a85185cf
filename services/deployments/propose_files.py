"""Outside demos what comes by the office's door waits for a second person, and the engine knows nothing of it till then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import uuid4

from sqlalchemy import select

from models.ground.errors import Conflict
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.deploy_files import DEPLOYING, DeployFiles, refuse_grave
from services.resource_check.check_resource import File
from services.unit_of_work import UnitOfWork

OPEN = (DeploymentState.WAITS, DeploymentState.CONFIRMED)


def propose_files(command: DeployFiles, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of what waits now. The same files once more are refused while the first wait: Conflict(FILES_PROPOSED).

    FilesRefused for a grave fault; administrators and supervisors only.
    """
    login = require_role(actor, *DEPLOYING)
    refuse_grave(command.faults)
    digest = digest_files(command.files)
    with unit_of_work as unit:
        waiting = select(DeploymentProposal.id).where(
            DeploymentProposal.digest == digest, DeploymentProposal.state.in_(OPEN)
        )
        if unit.session.scalars(waiting).first() is not None:
            raise Conflict(code="FILES_PROPOSED")
        row = DeploymentProposal(
            id=uuid4().hex,
            state=DeploymentState.WAITS,
            digest=digest,
            faults=[
                {"file": one.file, "element": one.element, "code": one.code, "detail": one.detail}
                for one in command.faults
            ],
            proposed_by=login,
            proposed_at=unit.clock.now(),
        )
        unit.session.add(row)
        unit.session.flush()
        unit.session.add_all(
            DeploymentFile(proposal_id=row.id, name=name, content=content) for name, content in command.files
        )
        told = {"proposal": row.id, "digest": digest, "files": len(command.files)}
        unit.trail.add(None, "deployment.proposed", told, actor)
        return row.id


def digest_files(files: Iterable[File]) -> str:
    """Of names and contents, whatever their order."""
    whole = hashlib.sha256()
    for name, content in sorted(files):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()
