"""Which version could take the place of one that came past the office's door."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select, tuple_

from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.version_return import ReturnState, VersionReturn
from services.unit_of_work import Unit

# What is on record of one diagram, table or form, the earliest first.
History = Sequence[DeployedVersion]
Named = tuple[ResourceKind, str]


def map_histories(versions: Collection[DeployedVersion], unit: Unit) -> Mapping[Named, History]:
    """By kind and id. By the office's own moment: an engine whose store was lost counts versions from 1 again."""
    query = (
        select(DeployedVersion)
        .where(
            tuple_(DeployedVersion.kind, DeployedVersion.resource_id).in_(
                sorted({name_of(one) for one in versions})
            )
        )
        .order_by(DeployedVersion.seen_at, DeployedVersion.version)
    )
    found: dict[Named, list[DeployedVersion]] = {}
    for row in unit.session.scalars(query):
        found.setdefault(name_of(row), []).append(row)
    return found


def read_history(version: DeployedVersion, unit: Unit) -> History:
    """Of one."""
    return map_histories([version], unit)[name_of(version)]


def name_of(version: DeployedVersion) -> Named:
    """What tells it from other diagrams, tables and forms."""
    return version.kind, version.resource_id


def find_earlier(version: DeployedVersion, history: History) -> DeployedVersion | None:
    """The newest before it that somebody answers for and that nobody took out of use; None where there was none."""
    keys = [one.key for one in history]
    before = reversed(history[: keys.index(version.key)])
    return next((one for one in before if not one.is_unreviewed and one.replaced_by is None), None)


def find_order(version_key: str, unit: Unit) -> VersionReturn | None:
    """The return of a version that the workers have still to do."""
    query = select(VersionReturn).where(
        VersionReturn.version_key == version_key, VersionReturn.state == ReturnState.ORDERED
    )
    return unit.session.scalars(query).first()
