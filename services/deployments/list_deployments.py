"""What waits for a second person, with the difference to what runs, and what became of the ones before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import undefer

from bpmn.canonical import canonical_digest
from bpmn.element_said import read_elements
from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.decide_deployment import DECIDING
from services.office.people_names import map_people_names
from services.resource_check.check_resource import diagrams_of
from services.resource_check.faults import ResourceFault
from services.unit_of_work import Unit, UnitOfWork

MOST_SHOWN = 50
_OPEN = (DeploymentState.WAITS, DeploymentState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file beside the newest version on record: steps by name, empty for arrows; `runs` its version, None for none.

    `is_same`: the file says what runs already. A form or a table is compared as a whole.
    """

    name: str
    digest: str
    runs: int | None
    is_same: bool
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One proposal; people by their display names; `files` of those that wait alone."""

    id: str
    state: DeploymentState
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    failure: str | None
    faults: tuple[ResourceFault, ...]
    files: tuple[ChangedFile, ...]
    may_decide: bool


def list_deployments(
    unit_of_work: UnitOfWork, actor: Actor
) -> tuple[list[DeploymentRow], list[DeploymentRow]]:
    """Those that wait or are being sent, the earliest first, and the newest 50 of the others.

    NotPermitted for who may not decide about one.
    """
    login = require_role(actor, *DECIDING)
    with unit_of_work.reading() as unit:
        rows, newest = DeploymentProposal, DeploymentProposal.proposed_at.desc()
        waiting = unit.session.scalars(
            select(rows).where(rows.state.in_(_OPEN)).order_by(rows.proposed_at)
        ).all()
        ended = unit.session.scalars(
            select(rows).where(rows.state.not_in(_OPEN)).order_by(newest).limit(MOST_SHOWN)
        ).all()
        people = map_people_names(unit)
        files = _map_files([row.id for row in waiting], unit)
        return (
            [_row(row, people, files.get(row.id, ()), login) for row in waiting],
            [_row(row, people, (), login) for row in ended],
        )


def _row(
    row: DeploymentProposal, people: Mapping[str, str], files: Sequence[ChangedFile], login: str
) -> DeploymentRow:
    return DeploymentRow(
        id=row.id,
        state=row.state,
        proposed_by=people.get(row.proposed_by, ""),
        proposed_at=row.proposed_at,
        decided_by=people.get(row.decided_by or ""),
        decided_at=row.decided_at,
        reason=row.reason,
        failure=row.failure,
        faults=tuple(
            ResourceFault(one["file"], one["element"], one["code"], one["detail"]) for one in row.faults
        ),
        files=tuple(files),
        may_decide=row.state is DeploymentState.WAITS and row.proposed_by != login,
    )


def _map_files(proposals: Sequence[str], unit: Unit) -> dict[str, list[ChangedFile]]:
    found: dict[str, list[ChangedFile]] = {}
    query = (
        select(DeploymentFile).where(DeploymentFile.proposal_id.in_(proposals)).order_by(DeploymentFile.name)
    )
    for row in unit.session.scalars(query):
        found.setdefault(row.proposal_id, []).append(_compare(row.name, row.content, unit))
    return found


def _compare(name: str, content: bytes, unit: Unit) -> ChangedFile:
    digest = canonical_digest(name, content)
    newest = (
        select(DeployedVersion)
        .order_by(DeployedVersion.seen_at.desc(), DeployedVersion.version.desc())
        .limit(1)
    )
    if PurePath(name).suffix != ".bpmn":
        runs = unit.session.scalars(newest.where(DeployedVersion.file_name == name)).first()
        return ChangedFile(name, digest, runs and runs.version, runs is not None and runs.digest == digest)
    (diagram,) = diagrams_of([(name, content)])[:1] or (None,)
    if diagram is None:
        return ChangedFile(name, digest, None, is_same=False)
    of_process = (DeployedVersion.kind == ResourceKind.PROCESS) & (
        DeployedVersion.resource_id == diagram.process_id
    )
    runs = unit.session.scalars(newest.where(of_process).options(undefer(DeployedVersion.elements))).first()
    now = {
        key: [one.name, one.kind, one.digest]
        for key, one in read_elements(diagram.process_id, content).items()
    }
    before: Mapping[str, list[str]] = (runs.elements if runs else None) or {}
    return ChangedFile(
        name,
        digest,
        runs and runs.version,
        runs is not None and runs.digest == digest,
        _named(now, now.keys() - before.keys()),
        _named(now, {key for key in now.keys() & before.keys() if now[key] != list(before[key])}),
        _named(before, before.keys() - now.keys()),
    )


def _named(elements: Mapping[str, Sequence[str]], keys: set[str]) -> tuple[str, ...]:
    """By name in the order of the file; empty for one without a name, as arrows mostly are."""
    return tuple(elements[key][0] for key in elements if key in keys)
