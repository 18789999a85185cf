"""The mark of a case that goes by what came past the office's door: nobody has reviewed it, or it was taken out of use."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.office.entered_version import EnteredVersion
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class UnreviewedVersion:
    """A diagram, table or form by its name; `is_put_back` where the earlier version took its place since."""

    kind: ResourceKind
    id: str
    name: str
    version: int
    is_put_back: bool


def list_unreviewed(complaint_id: str, unit: Unit) -> tuple[UnreviewedVersion, ...]:
    """By kind and name; empty for nearly every case."""
    query = (
        select(
            DeployedVersion.kind,
            DeployedVersion.resource_id,
            DeployedVersion.name,
            DeployedVersion.version,
            DeployedVersion.replaced_by.is_not(None),
        )
        .join(EnteredVersion, EnteredVersion.version_key == DeployedVersion.key)
        .where(
            EnteredVersion.complaint_id == complaint_id,
            DeployedVersion.door == Door.OUTSIDE,
            or_(DeployedVersion.reviewed_at.is_(None), DeployedVersion.replaced_by.is_not(None)),
        )
        .order_by(DeployedVersion.kind, DeployedVersion.name, DeployedVersion.version)
    )
    return tuple(
        UnreviewedVersion(kind, resource_id, name, version, is_put_back=bool(is_put_back))
        for kind, resource_id, name, version, is_put_back in unit.session.execute(query)
    )
