"""Diagrams, tables and forms that somebody answers for, and by which the engine begins nothing any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select, tuple_

from bpmn.canonical import canonical_digest
from bpmn.reading import find_release
from models.ground.errors import NotFound
from models.office.deployed_version import DeployedVersion, Door, ResourceKind, key_order
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.difference import Difference, Differing
from services.unit_of_work import Unit, UnitFactory

_ENDINGS = {ResourceKind.PROCESS: ".bpmn", ResourceKind.DECISION: ".dmn", ResourceKind.FORM: ".form"}


@dataclass(frozen=True, slots=True)
class _Owned:
    """The newest of an owner's; digests of those `before` it, and of answered ones that came `after` though seen before it."""

    newest: DeployedVersion
    before: frozenset[str]
    after: frozenset[str]


def find_lost_versions(
    make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor
) -> Iterator[Differing]:
    """Of each the newest that an owner answers for; one that says what a release ships is renewed by upgrades.

    Lost is what the engine has not at all, or has as a release or an earlier version says it. What came past the office's door
    since is told where it waits for a person. An office without versions of its own asks the engine nothing.
    """
    with make_unit().reading() as unit:
        owned = list(_list_owned(unit))
    keys: Mapping[tuple[ResourceKind, str], str] = _map_latest(monitor) if owned else {}
    for one in owned:
        newest = one.newest
        content = _read(newest, keys.get((newest.kind, newest.resource_id)), engine, monitor)
        digest = None if content is None else canonical_digest(newest.file_name, content)
        if digest == newest.digest or digest in one.after:
            continue
        if digest is None or digest in one.before or _is_shipped(newest, digest):
            yield Differing("", Difference.VERSION_LOST, newest.key, newest.file_name)


def _list_owned(unit: Unit) -> Iterator[_Owned]:
    """By the office's own moment, as all histories."""
    answered = (DeployedVersion.door == Door.OFFICE) | (
        DeployedVersion.reviewed_at.is_not(None) & DeployedVersion.replaced_by.is_(None)
    )
    named = tuple_(DeployedVersion.kind, DeployedVersion.resource_id)
    query = (
        select(DeployedVersion, answered)
        .where(named.in_(select(DeployedVersion.kind, DeployedVersion.resource_id).where(answered)))
        .order_by(
            DeployedVersion.kind,
            DeployedVersion.resource_id,
            DeployedVersion.seen_at,
            DeployedVersion.version,
        )
    )
    rows: Sequence[tuple[DeployedVersion, bool]] = [
        (row, bool(is_his)) for row, is_his in unit.session.execute(query)
    ]
    for _, group in groupby(rows, lambda pair: (pair[0].kind, pair[0].resource_id)):
        history = list(group)
        place = max(no for no, (_, is_his) in enumerate(history) if is_his)
        newest = history[place][0]
        if not _is_shipped(newest, newest.digest):
            before = frozenset(row.digest for row, _ in history[:place])
            yield _Owned(newest, before, _list_after(newest, history[:place]))


def _list_after(newest: DeployedVersion, earlier: Sequence[tuple[DeployedVersion, bool]]) -> frozenset[str]:
    """A form that came past the door is seen when a task shows it, maybe after one that replaced it: the keys say which did."""
    if newest.kind is not ResourceKind.FORM or newest.door is Door.OFFICE:
        return frozenset()
    return frozenset(
        row.digest for row, is_his in earlier if is_his and key_order(row.key) > key_order(newest.key)
    )


def _is_shipped(version: DeployedVersion, digest: str) -> bool:
    """Whatever its owner called the file."""
    return find_release(f"{version.resource_id}{_ENDINGS[version.kind]}", digest) is not None


def _map_latest(monitor: Monitor) -> dict[tuple[ResourceKind, str], str]:
    latest = {(ResourceKind.PROCESS, view.id): view.key for view in monitor.list_latest_processes()}
    return latest | {(ResourceKind.DECISION, view.id): view.key for view in monitor.list_latest_decisions()}


def _read(version: DeployedVersion, key: str | None, engine: ProcessEngine, monitor: Monitor) -> bytes | None:
    """The latest as the engine has it; a form is asked for by a definition that nobody starts, deployed once."""
    if version.kind is ResourceKind.FORM:
        form = engine.find_latest_form(version.resource_id)
        return None if form is None else form.schema.encode()
    if key is None:
        return None
    is_diagram = version.kind is ResourceKind.PROCESS
    try:
        return (monitor.get_diagram(key) if is_diagram else monitor.get_decision_file(key)).encode()
    except NotFound:
        # Deleted since the engine listed it.
        return None
