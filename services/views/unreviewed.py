"""The mark of a case that goes by what came past the office's door and nobody has reviewed."""

from dataclasses import dataclass

from sqlalchemy import select

from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.office.entered_version import EnteredVersion
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class UnreviewedVersion:
    """A diagram, table or form by its name."""

    kind: ResourceKind
    id: str
    name: str
    version: int


def list_unreviewed(complaint_id: str, unit: Unit) -> tuple[UnreviewedVersion, ...]:
    """By kind and name; empty for nearly every case."""
    query = (
        select(
            DeployedVersion.kind, DeployedVersion.resource_id, DeployedVersion.name, DeployedVersion.version
        )
        .join(EnteredVersion, EnteredVersion.version_key == DeployedVersion.key)
        .where(
            EnteredVersion.complaint_id == complaint_id,
            DeployedVersion.door == Door.OUTSIDE,
            DeployedVersion.reviewed_at.is_(None),
        )
        .order_by(DeployedVersion.kind, DeployedVersion.name, DeployedVersion.version)
    )
    return tuple(UnreviewedVersion(*row) for row in unit.session.execute(query))
