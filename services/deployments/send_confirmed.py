"""The workers send what a second person confirmed to the engine; a repeat after a kill makes no second version."""

from __future__ import annotations

from sqlalchemy import select

from models.ground.errors import InvalidInput
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import SYSTEM
from services.deployments.deploy_files import DeployFiles, Taken, enter_deployed
from services.deployments.propose_files import digest_files
from services.ports.deployments import Deployments
from services.resource_check.check_resource import File, check_deployed, with_files
from services.resource_check.faults import ResourceFault
from services.resource_check.read_surroundings import read_surroundings
from services.unit_of_work import UnitFactory

_LONGEST = 500


def send_confirmed_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """One round, the earliest first; how many were sent. OutsideUnavailable while the engine is away.

    They are checked once more beside what is deployed by then: what became grave, what the engine refuses, and what is not
    what was confirmed (FILES_CHANGED), is FAILED.
    """
    sent = 0
    with make_unit().reading() as unit:
        confirmed = unit.session.scalars(
            select(DeploymentProposal.id)
            .where(DeploymentProposal.state == DeploymentState.CONFIRMED)
            .order_by(DeploymentProposal.decided_at, DeploymentProposal.id)
        ).all()
    for proposal_id in confirmed:
        sent += _send(proposal_id, make_unit, engine)
    return sent


def _send(proposal_id: str, make_unit: UnitFactory, engine: Deployments) -> bool:
    with make_unit().reading() as unit:
        digest = unit.session.get_one(DeploymentProposal, proposal_id).digest
        files = tuple(
            (row.name, row.content)
            for row in unit.session.scalars(
                select(DeploymentFile).where(DeploymentFile.proposal_id == proposal_id)
            )
        )
    if digest_files(files) != digest:
        # Two people agreed to other files than lie there now.
        _fail(proposal_id, "FILES_CHANGED", make_unit)
        return False
    faults = check_again(files, make_unit, engine)
    grave = [fault for fault in faults if fault.is_grave]
    if grave:
        _fail(proposal_id, "; ".join(map(str, grave)), make_unit)
        return False
    try:
        deployed = engine.deploy(dict(files))
    except InvalidInput as refused:
        _fail(proposal_id, str(refused), make_unit)
        return False
    with make_unit() as unit:
        row = unit.session.get_one(DeploymentProposal, proposal_id, with_for_update=True)
        if row.state is not DeploymentState.CONFIRMED:
            return False
        row.state, row.ended_at = DeploymentState.SENT, unit.clock.now()
        taken = Taken(DeployFiles(files, tuple(faults)), deployed, row.proposed_by, row.decided_by)
        enter_deployed(taken, unit, SYSTEM)
    return True


def check_again(files: tuple[File, ...], make_unit: UnitFactory, engine: Deployments) -> list[ResourceFault]:
    """What the check says of files beside what is deployed by now."""
    around = with_files(read_surroundings(engine, make_unit()), files)
    return [fault for name, content in files for fault in check_deployed(name, content, around)]


def _fail(proposal_id: str, why: str, make_unit: UnitFactory) -> None:
    with make_unit() as unit:
        row = unit.session.get_one(DeploymentProposal, proposal_id, with_for_update=True)
        if row.state is DeploymentState.CONFIRMED:
            row.state, row.ended_at, row.failure = DeploymentState.FAILED, unit.clock.now(), why[:_LONGEST]
            unit.trail.add(None, "deployment.failed", {"proposal": row.id, "digest": row.digest}, SYSTEM)
