"""The mark of a case that goes by what came past the office's door: nobody has reviewed it, or it was taken out of use."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from models.case.complaint import Complaint
from models.office.deployed_version import DeployedVersion, Door, ResourceKind
from models.office.entered_version import EnteredVersion
from services.unit_of_work import Unit

_IS_MARKED = and_(
    DeployedVersion.door == Door.OUTSIDE,
    or_(DeployedVersion.reviewed_at.is_(None), DeployedVersion.replaced_by.is_not(None)),
)
# Of several 1 where there is one that nobody reviewed, 0 where all were taken out of use, NULL of none.
_IS_OPEN: ColumnElement[int | None] = func.max(case((DeployedVersion.replaced_by.is_(None), 1), else_=0))


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
    rows = unit.session.execute(
        select(EnteredVersion.complaint_id, _IS_OPEN)
        .join(DeployedVersion, DeployedVersion.key == EnteredVersion.version_key)
        .where(EnteredVersion.complaint_id.in_(complaint_ids), _IS_MARKED)
        .group_by(EnteredVersion.complaint_id)
    )
    return {of_case: mark for of_case, is_open in rows if (mark := version_mark(is_open))}


def find_open_version(complaint_id: InstrumentedAttribute[str]) -> ScalarSelect[int | None]:
    """For `version_mark`, of the case of each row of a statement that is asked anyhow."""
    return (
        select(_IS_OPEN)
        .join(EnteredVersion, EnteredVersion.version_key == DeployedVersion.key)
        .where(EnteredVersion.complaint_id == complaint_id, _IS_MARKED)
        .scalar_subquery()
    )


def version_mark(is_open: int | None) -> VersionMark | None:
    """None where there is no such version."""
    if is_open is None:
        return None
    return VersionMark.UNREVIEWED if is_open else VersionMark.PUT_BACK


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
