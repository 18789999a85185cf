"""The mark of a case that goes by what came past the office's door: nobody has reviewed it, or it was taken out of use."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select

from models.case.complaint import Complaint
from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.office.entered_version import EnteredVersion
from services.unit_of_work import Unit

_IS_MARKED = and_(
    DeployedVersion.door == Door.OUTSIDE,
    or_(DeployedVersion.reviewed_at.is_(None), DeployedVersion.replaced_by.is_not(None)),
)


class VersionMark(StrEnum):
    """What lists say of a case: by what it goes nobody has reviewed, or that was taken out of use since."""

    UNREVIEWED = "unreviewed"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class UnreviewedVersion:
    """A diagram, table or form by its name; `is_put_back` where the earlier version took its place since."""

    kind: ResourceKind
    id: str
    name: str
    version: int
    is_put_back: bool


def has_unreviewed() -> ColumnElement[bool]:
    """Whether the case of a statement has any, for a page that asks for it along with the case."""
    entered = EnteredVersion.complaint_id == Complaint.id
    return (
        select(EnteredVersion.complaint_id)
        .join(DeployedVersion, DeployedVersion.key == EnteredVersion.version_key)
        .where(entered, _IS_MARKED)
        .exists()
    )


def map_version_marks(complaint_ids: Collection[str], unit: Unit) -> dict[str, VersionMark]:
    """By the id of the case; of several versions what nobody reviewed goes first. One query, and nearly no case is in it."""
    if not complaint_ids:
        return {}
    open_versions = func.count() - func.count(DeployedVersion.replaced_by)
    rows = unit.session.execute(
        select(EnteredVersion.complaint_id, open_versions)
        .join(DeployedVersion, DeployedVersion.key == EnteredVersion.version_key)
        .where(EnteredVersion.complaint_id.in_(complaint_ids), _IS_MARKED)
        .group_by(EnteredVersion.complaint_id)
    )
    return {case: VersionMark.UNREVIEWED if number else VersionMark.PUT_BACK for case, number in rows}


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
        .where(EnteredVersion.complaint_id == complaint_id, _IS_MARKED)
        .order_by(DeployedVersion.kind, DeployedVersion.name, DeployedVersion.version)
    )
    return tuple(
        UnreviewedVersion(kind, resource_id, name, version, is_put_back=bool(is_put_back))
        for kind, resource_id, name, version, is_put_back in unit.session.execute(query)
    )
