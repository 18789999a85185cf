"""Outside demos what comes by the office's door waits for a second person, and the engine knows nothing of it till then."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from uuid import uuid4

from sqlalchemy import func, select

from models.ground.errors import Conflict, RuleRefused
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.deploy_files import DEPLOYING, DeployFiles, refuse_grave
from services.resource_check.check_resource import File
from services.unit_of_work import Unit, UnitOfWork

OPEN = (DeploymentState.WAITS, DeploymentState.CONFIRMED)
# All that a release ships is under two hundred files and two million bytes.
MOST_WAITING, MOST_FILES, MOST_BYTES = 20, 300, 8_000_000


def propose_files(command: DeployFiles, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """The id of what waits now. The same files once more are refused while the first wait: Conflict(FILES_PROPOSED).

    FilesRefused for a grave fault, RuleRefused for too many or too large ones and where too many wait already
    (DEPLOYMENTS_FULL); administrators and supervisors only.
    """
    login = require_role(actor, *DEPLOYING)
    refuse_too_large([len(content) for _, content in command.files])
    refuse_grave(command.faults)
    digest = digest_files(command.files)
    with unit_of_work as unit:
        waiting = select(DeploymentProposal.id).where(
            DeploymentProposal.digest == digest, DeploymentProposal.state.in_(OPEN)
        )
        if unit.session.scalars(waiting).first() is not None:
            raise Conflict("these files wait already / 同样的文件已在等待确认", code="FILES_PROPOSED")
        _refuse_full(unit)
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


def refuse_too_large(sizes: Collection[int]) -> None:
    """RuleRefused("FILES_TOO_LARGE") for more files, or more bytes in all, than a person could look at."""
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
        most = f"{MOST_FILES} files, {MOST_BYTES // 1_000_000} MB"
        raise RuleRefused("FILES_TOO_LARGE", f"at most {most} at once / 一次最多 {most}")


def _refuse_full(unit: Unit) -> None:
    waiting = select(func.count()).select_from(DeploymentProposal).where(DeploymentProposal.state.in_(OPEN))
    if (unit.session.scalar(waiting) or 0) >= MOST_WAITING:
        raise RuleRefused(
            "DEPLOYMENTS_FULL",
            f"{MOST_WAITING} deployments wait already; decide about them at /deployments first"
            f" / 已有 {MOST_WAITING} 批文件在等待，请先在 /deployments 决定",
        )


def digest_files(files: Iterable[File]) -> str:
    """Of names and contents, whatever their order."""
    whole = hashlib.sha256()
    for name, content in sorted(files):
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()
