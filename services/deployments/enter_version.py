"""One row per version that reached the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bpmn.canonical import canonical_digest
from bpmn.element_said import read_elements
from bpmn.reading import find_release
from models.office.deployed_version import LONGEST_NAME, DeployedVersion, Door, ResourceKind, key_order
from services.proposals.follow_versions import follow_versions
from services.resource_check.faults import ResourceFault
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

    def is_of(self, row: DeployedVersion) -> bool:
        """Whether the row under its key is its own: a store that was put back gives keys out again."""
        digest = canonical_digest(self.file_name, self.content)
        return (row.kind, row.resource_id, row.digest) == (self.kind, self.resource_id, digest)


def enter_version(
    found: FoundVersion, faults: Sequence[ResourceFault], unit: Unit, *, deployed_by: str | None = None
) -> bool:
    """True when the version was not known yet. Who deployed it counts also when somebody else saw it first.

    What the product brought has no faults on record: it was proven with its release. Proposals at a diagram are compared
    with each new version of it.
    """
    row = unit.session.get(DeployedVersion, found.key)
    if row is not None:
        if deployed_by is not None and found.is_of(row):
            # The engine has had it as its latest: it is the newest that somebody answers for, whatever came between.
            row.door, row.seen_at = Door.OFFICE, unit.clock.now()
            row.deployed_by = row.deployed_by or deployed_by
        return False
    digest = canonical_digest(found.file_name, found.content)
    door = Door.OFFICE if deployed_by is not None else _door(found, digest, unit)
    kept = () if door is Door.SHIPPED else faults
    unit.session.add(
        DeployedVersion(
            key=found.key,
            kind=found.kind,
            resource_id=found.resource_id,
            name=found.name[:LONGEST_NAME],
            version=found.version,
            file_name=found.file_name,
            digest=digest,
            faults=[{"element": one.element, "code": one.code, "detail": one.detail} for one in kept],
            door=door,
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


def _door(found: FoundVersion, digest: str, unit: Unit) -> Door:
    """SHIPPED is what the office's own installer deploys: this release's file over none, or over what was shipped before it.

    The same file over a version of the office's own, or over one that nobody reviewed, and an earlier release's over a later
    one's came past the door.
    """
    release, before = find_release(found.file_name, digest), _find_before(found, unit)
    if release is None:
        return Door.OUTSIDE
    if before is None:
        return Door.SHIPPED
    replaced = find_release(found.file_name, before.digest)
    if replaced is None:
        return before.door if before.door is Door.SHIPPED else Door.OUTSIDE
    return Door.OUTSIDE if replaced > release else Door.SHIPPED


def _find_before(found: FoundVersion, unit: Unit) -> DeployedVersion | None:
    """The newest that the engine had before, without shipped files that came past the door: the installer replaces these too.

    A form may be seen after a later one of its id: of forms the key says which was there before. An engine that lost its
    store may give out smaller keys than it did (a cluster): then it is the last on record.
    """
    query = select(DeployedVersion).where(
        DeployedVersion.kind == found.kind, DeployedVersion.resource_id == found.resource_id
    )
    rows = list(unit.session.scalars(query))
    earlier = [row for row in rows if key_order(row.key) < key_order(found.key)] or rows
    if found.kind is ResourceKind.FORM:
        earlier.sort(key=lambda row: key_order(row.key))
    else:
        earlier.sort(key=lambda row: (row.seen_at, row.version))
    for row in reversed(earlier):
        if not row.is_unreviewed or find_release(found.file_name, row.digest) is None:
            return row
    return None
