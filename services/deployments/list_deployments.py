"""What waits for a second person, with the difference to what runs, and what became of the ones before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bpmn.canonical import canonical_digest
from bpmn.element_said import read_elements
from models.office.deployed_version import DeployedVersion
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal, DeploymentState
from services.actor import Actor, require_role
from services.deployments.changed_steps import name_changes
from services.deployments.decide_deployment import DECIDING
from services.deployments.newest_versions import map_newest, mark_of, process_of
from services.office.people_names import map_people_names
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
    # Mark of what is shown (newest_versions.py).
    seen: str
    may_confirm: bool


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
            select(rows).where(rows.state.in_(_OPEN)).order_by(rows.proposed_at).limit(MOST_SHOWN)
        ).all()
        ended = unit.session.scalars(
            select(rows).where(rows.state.not_in(_OPEN)).order_by(newest).limit(MOST_SHOWN)
        ).all()
        shown = _Shown(map_people_names(unit), login, *read_changed_files([row.id for row in waiting], unit))
        return [_row(row, shown) for row in waiting], [_row(row, shown) for row in ended]


@dataclass(frozen=True, slots=True)
class _Shown:
    """Read once for all rows: people, who looks, files by proposal, and the newest version beside each."""

    people: Mapping[str, str]
    login: str
    files: Mapping[str, Sequence[ChangedFile]]
    newest: Mapping[tuple[str, str], DeployedVersion]


def _row(row: DeploymentProposal, shown: _Shown) -> DeploymentRow:
    return DeploymentRow(
        id=row.id,
        state=row.state,
        proposed_by=shown.people.get(row.proposed_by, ""),
        proposed_at=row.proposed_at,
        decided_by=shown.people.get(row.decided_by or ""),
        decided_at=row.decided_at,
        reason=row.reason,
        failure=row.failure,
        faults=tuple(
            ResourceFault(one["file"], one["element"], one["code"], one["detail"]) for one in row.faults
        ),
        files=tuple(shown.files.get(row.id, ())),
        seen=mark_of(row, shown.newest),
        may_confirm=row.state is DeploymentState.WAITS and row.proposed_by != shown.login,
    )


def read_changed_files(
    proposals: Sequence[str], unit: Unit
) -> tuple[dict[str, list[ChangedFile]], dict[tuple[str, str], DeployedVersion]]:
    """By proposal its files in the order of their names; and the newest version by proposal and name."""
    query = (
        select(DeploymentFile).where(DeploymentFile.proposal_id.in_(proposals)).order_by(DeploymentFile.name)
    )
    files = unit.session.scalars(query).all()
    newest = map_newest(files, unit)
    asked = select(DeployedVersion.key, DeployedVersion.elements).where(
        DeployedVersion.key.in_({row.key for row in newest.values()})
    )
    elements = {key: told for key, told in unit.session.execute(asked)}
    found: dict[str, list[ChangedFile]] = {}
    for file in files:
        runs = newest.get((file.proposal_id, file.name))
        before = elements.get(runs.key) if runs else None
        found.setdefault(file.proposal_id, []).append(_compare(file, runs, before or {}))
    return found, newest


def _compare(
    file: DeploymentFile, runs: DeployedVersion | None, before: Mapping[str, Sequence[str]]
) -> ChangedFile:
    digest = canonical_digest(file.name, file.content)
    process = process_of((file.name, file.content))
    said = read_elements(process, file.content) if process else {}
    now = {key: [one.name, one.kind, one.digest] for key, one in said.items()}
    return ChangedFile(
        file.name,
        digest,
        runs.version if runs else None,
        runs is not None and runs.digest == digest,
        *name_changes(before, now),
    )
