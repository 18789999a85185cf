"""The office's own door to the engine: files that were checked go in under the name of who answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.ground.codes import Role
from models.ground.errors import RuleRefused
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.actor import Actor, require_role
from services.deployments.enter_version import FoundVersion, enter_version
from services.deployments.key_again import note_key_again
from services.forms.keep_form import keep_form
from services.ports.deployments import DeployedResource, Deployments
from services.ports.engine import EngineForm
from services.resource_check.check_resource import File, names_of
from services.resource_check.faults import ResourceFault
from services.unit_of_work import Unit, UnitFactory

DEPLOYING = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class DeployFiles:
    """`faults` is all that the check says of these files."""

    files: tuple[File, ...]
    faults: tuple[ResourceFault, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the engine made of the files, who answers for them, and who confirmed them, None at the door of a demo."""

    command: DeployFiles
    deployed: Sequence[DeployedResource]
    by: str
    confirmed_by: str | None = None


class FilesRefused(RuleRefused):
    """These files would break what the law or the office needs; nothing was deployed."""

    def __init__(self) -> None:
        super().__init__("FILES_REFUSED")


def deploy_files(
    command: DeployFiles, make_unit: UnitFactory, actor: Actor, engine: Deployments
) -> Sequence[DeployedResource]:
    """Deploy all files or none, and enter each version with who deployed it.

    FilesRefused for a grave fault; administrators and supervisors only. A kill between engine and record leaves
    versions that the workers enter as they enter those of others.
    """
    login = require_role(actor, *DEPLOYING)
    refuse_grave(command.faults)
    deployed = engine.deploy(dict(command.files))
    with make_unit() as unit:
        enter_deployed(Taken(command, deployed, login), unit, actor)
    return deployed


def refuse_grave(faults: Sequence[ResourceFault]) -> None:
    """FilesRefused for what would break what the law or the office needs."""
    if any(fault.is_grave for fault in faults):
        raise FilesRefused


def enter_deployed(taken: Taken, unit: Unit, actor: Actor) -> None:
    """What the engine took goes on record under the name of who answers for it."""
    contents = dict(taken.command.files)
    for made in taken.deployed:
        content = contents[made.file]
        if made.kind == ResourceKind.FORM:
            keep_form(EngineForm(made.key, made.id, made.version, content.decode()), unit)
        faults = [fault for fault in taken.command.faults if fault.file == made.file]
        found = _found(made, content)
        enter_version(found, faults, unit, deployed_by=taken.by)
        row = unit.session.get_one(DeployedVersion, made.key)
        if not found.is_of(row):
            note_key_again(found, (taken.by, taken.confirmed_by), unit, actor)
        elif taken.confirmed_by is not None:
            row.reviewed_by, row.reviewed_at = taken.confirmed_by, unit.clock.now()
    unit.trail.add(None, "files.deployed", {"versions": [_told(made) for made in taken.deployed]}, actor)


def _found(made: DeployedResource, content: bytes) -> FoundVersion:
    name = names_of(made.file, content).get(made.id) or made.id
    return FoundVersion(made.key, ResourceKind(made.kind), made.id, name, made.version, made.file, content)


def _told(made: DeployedResource) -> dict[str, object]:
    return {"kind": made.kind, "id": made.id, "version": made.version, "key": made.key}
