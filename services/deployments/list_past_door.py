"""What came past the office's door and waits for somebody who reviews it or has the earlier version put back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.office.deployed_version import DeployedVersion
from models.office.entered_version import EnteredVersion
from models.office.version_return import ReturnState, VersionReturn
from services.actor import Actor, require_role
from services.deployments.changed_steps import Elements, name_changes
from services.deployments.decide_deployment import DECIDING
from services.deployments.earlier_version import History, Named, find_earlier, map_histories, name_of
from services.deployments.list_deployments import MOST_SHOWN, ChangedFile
from services.deployments.list_versions import VersionRow, list_rows, waits_for_review
from services.office.people_names import map_people_names
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class PastDoor:
    """`file` is the version beside the earlier one, `cases` have entered it, `ordered_by` has the earlier one put back now.

    `earlier_key` None where nothing can be put back: there is none before it, or `is_overtaken` by a later one. `failure` is
    why the last return was not taken.
    """

    row: VersionRow
    file: ChangedFile
    earlier_key: str | None
    is_overtaken: bool
    cases: int
    ordered_by: str | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class _Beside:
    """Read once for all rows; returns, elements and numbers of cases by the key of a version."""

    histories: Mapping[Named, History]
    returns: Mapping[str, VersionReturn]
    elements: Mapping[str, Elements]
    cases: Mapping[str, int]
    people: Mapping[str, str]


def list_past_door(unit_of_work: UnitOfWork, actor: Actor) -> tuple[list[PastDoor], int]:
    """The newest first, no more than 50, and how many there are. Administrators, supervisors and the director only."""
    require_role(actor, *DECIDING)
    with unit_of_work.reading() as unit:
        query = (
            select(DeployedVersion)
            .where(waits_for_review())
            .order_by(DeployedVersion.seen_at.desc(), DeployedVersion.version.desc(), DeployedVersion.key)
            .limit(MOST_SHOWN)
        )
        versions = unit.session.scalars(query).all()
        if not versions:
            return [], 0
        total = unit.session.scalar(
            select(func.count()).select_from(DeployedVersion).where(waits_for_review())
        )
        beside = _read_beside(versions, unit)
        pairs = zip(versions, list_rows(versions, unit), strict=True)
        return [_past(*pair, beside) for pair in pairs], total or 0


def _read_beside(versions: Sequence[DeployedVersion], unit: Unit) -> _Beside:
    keys = {version.key for version in versions}
    histories = map_histories(versions, unit)
    earlier = (find_earlier(version, histories[name_of(version)]) for version in versions)
    compared = keys | {one.key for one in earlier if one is not None}
    elements = select(DeployedVersion.key, DeployedVersion.elements).where(DeployedVersion.key.in_(compared))
    returns = select(VersionReturn).where(VersionReturn.version_key.in_(keys))
    counts = (
        select(EnteredVersion.version_key, func.count())
        .where(EnteredVersion.version_key.in_(keys))
        .group_by(EnteredVersion.version_key)
    )
    return _Beside(
        histories,
        {row.version_key: row for row in unit.session.scalars(returns.order_by(VersionReturn.ordered_at))},
        {key: said or {} for key, said in unit.session.execute(elements)},
        {key: number for key, number in unit.session.execute(counts)},
        map_people_names(unit),
    )


def _past(version: DeployedVersion, row: VersionRow, beside: _Beside) -> PastDoor:
    history, last = beside.histories[name_of(version)], beside.returns.get(version.key)
    earlier, is_overtaken = find_earlier(version, history), history[-1].key != version.key
    is_ordered = last is not None and last.state is ReturnState.ORDERED
    return PastDoor(
        row=row,
        file=compare_versions(version, earlier, beside.elements),
        earlier_key=None if earlier is None or is_overtaken else earlier.key,
        is_overtaken=is_overtaken,
        cases=beside.cases.get(version.key, 0),
        ordered_by=beside.people.get(last.ordered_by, "") if last is not None and is_ordered else None,
        failure=None if last is None else last.failure,
    )


def compare_versions(
    version: DeployedVersion, earlier: DeployedVersion | None, elements: Mapping[str, Elements]
) -> ChangedFile:
    """A version beside an earlier one, of which `elements` has both by key."""
    if earlier is None:
        return ChangedFile(version.file_name, version.digest, None, is_same=False)
    changes = name_changes(elements[earlier.key], elements[version.key])
    is_same = earlier.digest == version.digest
    return ChangedFile(version.file_name, version.digest, earlier.version, is_same, *changes)
