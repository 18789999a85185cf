"""The newest version on record beside each of some files, and the mark of what a person was shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import PurePath

from sqlalchemy import or_, select

from models.office.deployed_version import DeployedVersion, ResourceKind
from models.office.deployment_proposal import DeploymentFile, DeploymentProposal
from services.resource_check.check_resource import File, diagrams_of
from services.unit_of_work import Unit


def process_of(file: File) -> str | None:
    """The id of the process in a diagram; None of anything else."""
    name, content = file
    found = diagrams_of([(name, content)]) if PurePath(name).suffix == ".bpmn" else []
    return found[0].process_id if found else None


def map_newest(files: Iterable[DeploymentFile], unit: Unit) -> dict[tuple[str, str], DeployedVersion]:
    """By proposal and name of the file: of a diagram the newest of its process, of anything else of that name."""
    processes = {(one.proposal_id, one.name): process_of((one.name, one.content)) for one in files}
    query = (
        select(DeployedVersion)
        .where(
            or_(
                DeployedVersion.resource_id.in_({one for one in processes.values() if one}),
                DeployedVersion.file_name.in_({name for _, name in processes}),
            )
        )
        .order_by(DeployedVersion.seen_at, DeployedVersion.version)
    )
    by_process, by_name = dict[str, DeployedVersion](), dict[str, DeployedVersion]()
    for row in unit.session.scalars(query):
        if row.kind is ResourceKind.PROCESS:
            by_process[row.resource_id] = row
        else:
            by_name[row.file_name] = row
    found = {
        key: by_process.get(process) if process else by_name.get(key[1]) for key, process in processes.items()
    }
    return {key: row for key, row in found.items() if row is not None}


def mark_of(row: DeploymentProposal, newest: Mapping[tuple[str, str], DeployedVersion]) -> str:
    """Another one where other files wait or another version runs than was shown."""
    keys = sorted(version.key for (proposal, _), version in newest.items() if proposal == row.id)
    return hashlib.sha256(",".join([row.digest, *keys]).encode()).hexdigest()[:32]
