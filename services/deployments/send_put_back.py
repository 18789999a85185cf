"""The workers deploy the earlier version again where a second person ordered it; a repeat after a kill makes no second one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bpmn.canonical import canonical_digest
from models.ground.errors import InvalidInput, NotFound
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.version_return import ReturnState, VersionReturn
from services.actor import SYSTEM
from services.deployments.deploy_files import DeployFiles, Taken, enter_deployed
from services.deployments.earlier_version import read_history
from services.deployments.list_versions import waits_for_review
from services.deployments.send_confirmed import check_again
from services.office.version_text import read_kept_forms
from services.ports.deployments import DeployedResource, Deployments
from services.unit_of_work import Unit, UnitFactory

_LONGEST = 500


def send_put_back_step(make_unit: UnitFactory, engine: Deployments) -> int:
    """One round, the earliest first; how many were put back. OutsideUnavailable while the engine is away.

    Not taken (FAILED) is what the engine does not have any more (EARLIER_GONE) or has otherwise (FILES_CHANGED), what a
    later version overtook (NEWER_VERSION), and what the check or the engine refuses.
    """
    ordered = (
        select(VersionReturn.id)
        .where(VersionReturn.state == ReturnState.ORDERED)
        .order_by(VersionReturn.ordered_at, VersionReturn.id)
    )
    with make_unit().reading() as unit:
        waiting = unit.session.scalars(ordered).all()
    return sum(_send(one, make_unit, engine) for one in waiting)


def _send(return_id: str, make_unit: UnitFactory, engine: Deployments) -> bool:
    with make_unit().reading() as unit:
        row = unit.session.get_one(VersionReturn, return_id)
        version = unit.session.get_one(DeployedVersion, row.version_key)
        earlier = unit.session.get_one(DeployedVersion, row.earlier_key)
        newest, form = read_history(version, unit)[-1], read_kept_forms([earlier], unit).get(earlier.key)
    # The newest says the same where workers were killed after they had sent it.
    if newest.key != version.key and newest.digest != earlier.digest:
        return _fail(return_id, "NEWER_VERSION", make_unit)
    content = _read(earlier, form, engine)
    if content is None:
        return _fail(return_id, "EARLIER_GONE", make_unit)
    if canonical_digest(earlier.file_name, content) != earlier.digest:
        return _fail(return_id, "FILES_CHANGED", make_unit)
    files = ((earlier.file_name, content),)
    faults = check_again(files, make_unit, engine)
    if grave := [fault for fault in faults if fault.is_grave]:
        return _fail(return_id, "; ".join(map(str, grave)), make_unit)
    try:
        deployed = engine.deploy(dict(files))
    except InvalidInput as refused:
        return _fail(return_id, str(refused), make_unit)
    with make_unit() as unit:
        return _enter(return_id, DeployFiles(files, tuple(faults)), deployed, unit)


def _read(earlier: DeployedVersion, form: bytes | None, engine: Deployments) -> bytes | None:
    """The engine keeps diagrams and tables, the office the forms."""
    try:
        if earlier.kind is ResourceKind.PROCESS:
            return engine.get_diagram(earlier.key).encode()
        if earlier.kind is ResourceKind.DECISION:
            return engine.get_decision_file(earlier.key).encode()
    except NotFound:
        return None
    return form


def _enter(return_id: str, files: DeployFiles, deployed: Sequence[DeployedResource], unit: Unit) -> bool:
    row = unit.session.get_one(VersionReturn, return_id, with_for_update=True)
    if row.state is not ReturnState.ORDERED:
        return False
    row.state, row.ended_at = ReturnState.DONE, unit.clock.now()
    enter_deployed(Taken(files, deployed, row.ordered_by), unit, SYSTEM)
    unit.session.flush()
    version = unit.session.get_one(DeployedVersion, row.version_key)
    made = next(one for one in deployed if (one.kind, one.id) == (version.kind.value, version.resource_id))
    # Those between the two that nobody reviewed go with it.
    gone = select(DeployedVersion).where(
        waits_for_review(),
        DeployedVersion.kind == version.kind,
        DeployedVersion.resource_id == version.resource_id,
        DeployedVersion.seen_at <= version.seen_at,
    )
    for one in unit.session.scalars(gone):
        one.replaced_by, one.review_reason = made.key, row.reason
        one.reviewed_by, one.reviewed_at = row.ordered_by, row.ended_at
    return True


def _fail(return_id: str, why: str, make_unit: UnitFactory) -> bool:
    """The version stands as not reviewed again."""
    with make_unit() as unit:
        row = unit.session.get_one(VersionReturn, return_id, with_for_update=True)
        if row.state is ReturnState.ORDERED:
            row.state, row.ended_at, row.failure = ReturnState.FAILED, unit.clock.now(), why[:_LONGEST]
            version = unit.session.get_one(DeployedVersion, row.version_key)
            told = {"kind": version.kind.value, "id": version.resource_id, "version": version.version}
            unit.trail.add(None, "version.not_put_back", told, SYSTEM)
    return False
