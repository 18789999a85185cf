"""What reached the engine, for those who watch processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from models.ground.codes import Role
from models.office.deployed_version import DeployedVersion, Door
from services.actor import Actor, require_role
from services.office.people_names import map_people_names
from services.resource_check.faults import ResourceFault
from services.unit_of_work import Unit, UnitOfWork

PAGE = 50
_NEWEST_FIRST = (DeployedVersion.seen_at.desc(), DeployedVersion.key.desc())


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with what is on record about it; people by their display names. `is_put_back`: the earlier took its place."""

    key: str
    kind: str
    id: str
    name: str
    version: int
    digest: str
    faults: tuple[ResourceFault, ...]
    door: str
    seen_at: datetime
    deployed_by: str | None
    reviewed_by: str | None
    reviewed_at: datetime | None
    review_reason: str | None
    is_unreviewed: bool
    is_put_back: bool


def list_unreviewed_versions(unit_of_work: UnitOfWork, actor: Actor) -> list[VersionRow]:
    """Those that came past the office's door and that nobody has looked at, the newest first."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        query = select(DeployedVersion).where(waits_for_review()).order_by(*_NEWEST_FIRST)
        return list_rows(unit.session.scalars(query).all(), unit)


def list_answered_versions(unit_of_work: UnitOfWork, actor: Actor) -> tuple[list[VersionRow], int]:
    """The newest of those that somebody answers for, by deploying or by a review, and how many there are."""
    require_role(actor, Role.SUPERVISOR, Role.DIRECTOR)
    with unit_of_work.reading() as unit:
        answered = (DeployedVersion.door == Door.OFFICE) | DeployedVersion.reviewed_at.is_not(None)
        total = unit.session.scalar(select(func.count()).select_from(DeployedVersion).where(answered))
        rows = unit.session.scalars(
            select(DeployedVersion).where(answered).order_by(*_NEWEST_FIRST).limit(PAGE)
        )
        return list_rows(rows.all(), unit), total or 0


def waits_for_review() -> ColumnElement[bool]:
    """The condition on a version: it came past the office's door, and nobody has reviewed it."""
    return (DeployedVersion.door == Door.OUTSIDE) & DeployedVersion.reviewed_at.is_(None)


def list_rows(versions: Sequence[DeployedVersion], unit: Unit) -> list[VersionRow]:
    """As pages show them, in the same order."""
    people = map_people_names(unit, logins=filter(None, _people_of(versions)))
    return [_row(version, people) for version in versions]


def _people_of(versions: Sequence[DeployedVersion]) -> Iterator[str | None]:
    for version in versions:
        yield from (version.deployed_by, version.reviewed_by)


def _row(version: DeployedVersion, people: Mapping[str, str]) -> VersionRow:
    return VersionRow(
        key=version.key,
        kind=version.kind.value,
        id=version.resource_id,
        name=version.name,
        version=version.version,
        digest=version.digest,
        faults=tuple(
            ResourceFault(version.file_name, fault["element"], fault["code"], fault["detail"])
            for fault in version.faults
        ),
        door=version.door.value,
        seen_at=version.seen_at,
        deployed_by=people.get(version.deployed_by or ""),
        reviewed_by=people.get(version.reviewed_by or ""),
        reviewed_at=version.reviewed_at,
        review_reason=version.review_reason,
        is_unreviewed=version.is_unreviewed,
        is_put_back=version.replaced_by is not None,
    )
