"""Versions of processes that were recorded before their elements were: read from the engine, a few in each round."""

from __future__ import annotations

from sqlalchemy import select

from models.ground.errors import NotFound
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.deployments.enter_version import FoundVersion, elements_of
from services.ports.deployments import Deployments
from services.proposals.follow_versions import follow_versions
from services.unit_of_work import UnitFactory

AT_ONCE = 20


def read_earlier_elements(make_unit: UnitFactory, engine: Deployments) -> int:
    """How many were read; what the engine does not have any more has no elements. OutsideUnavailable while it is away."""
    waiting = (
        select(DeployedVersion)
        .where(DeployedVersion.kind == ResourceKind.PROCESS, DeployedVersion.elements.is_(None))
        .order_by(DeployedVersion.version.desc(), DeployedVersion.key)
        .limit(AT_ONCE)
    )
    with make_unit().reading() as unit:
        rows = unit.session.scalars(waiting).all()
    if not rows:
        return 0
    read = {row.key: _read(row, engine) for row in rows}
    with make_unit() as unit:
        for key, elements in read.items():
            unit.session.get_one(DeployedVersion, key).elements = elements
        unit.session.flush()
        for process_id in sorted({row.resource_id for row in rows}):
            follow_versions(process_id, unit)
    return len(rows)


def _read(row: DeployedVersion, engine: Deployments) -> dict[str, list[str]] | None:
    try:
        content = engine.get_diagram(row.key).encode()
    except NotFound:
        return {}
    found = FoundVersion(row.key, row.kind, row.resource_id, row.name, row.version, row.file_name, content)
    return elements_of(found)
