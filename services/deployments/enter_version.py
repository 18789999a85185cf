"""One row per version that reached the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpmn.canonical import canonical_digest
from bpmn.element_said import read_elements
from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from services.proposals.follow_versions import follow_versions
from services.resource_check.faults import ResourceFault
from services.resource_check.shipped import is_shipped
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class FoundVersion:
    """A version with the file that it came in."""

    key: str
    kind: ResourceKind
    resource_id: str
    name: str
    version: int
    file_name: str
    content: bytes


def enter_version(
    found: FoundVersion, faults: Sequence[ResourceFault], unit: Unit, *, deployed_by: str | None = None
) -> bool:
    """True when the version was not known yet. Who deployed it counts also when somebody else saw it first.

    Proposals at a diagram are compared with each new version of it.
    """
    row = unit.session.get(DeployedVersion, found.key)
    if row is not None:
        if deployed_by is not None:
            # The engine has had it as its latest: it is the newest that somebody answers for, whatever came between.
            row.door, row.seen_at = Door.OFFICE, unit.clock.now()
            row.deployed_by = row.deployed_by or deployed_by
        return False
    unit.session.add(
        DeployedVersion(
            key=found.key,
            kind=found.kind,
            resource_id=found.resource_id,
            name=found.name,
            version=found.version,
            file_name=found.file_name,
            digest=canonical_digest(found.file_name, found.content),
            faults=[
                {"element": fault.element, "code": fault.code, "detail": fault.detail} for fault in faults
            ],
            door=_door(found, deployed_by),
            seen_at=unit.clock.now(),
            deployed_by=deployed_by,
            elements=elements_of(found),
        )
    )
    if found.kind is ResourceKind.PROCESS:
        unit.session.flush()
        follow_versions(found.resource_id, unit)
    return True


def elements_of(found: FoundVersion) -> dict[str, list[str]] | None:
    """What each element of a process says, as the row keeps it; None of what is no process."""
    if found.kind is not ResourceKind.PROCESS:
        return None
    read = read_elements(found.resource_id, found.content)
    return {element_id: [said.name, said.kind, said.digest] for element_id, said in read.items()}


def _door(found: FoundVersion, deployed_by: str | None) -> Door:
    if deployed_by is not None:
        return Door.OFFICE
    return Door.SHIPPED if is_shipped(found.file_name, found.content) else Door.OUTSIDE
