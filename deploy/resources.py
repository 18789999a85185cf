"""Installs the shipped diagrams, decisions and forms at start; versions made by anyone else are left alone.

`bpmn/shipped.json` holds the canonical digest of each file of each release, and what digests earlier releases recorded
of their forms stand for: {"releases": {"0.1.0": {"x.bpmn": hex}}, "recorded_as": {hex: hex}}.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from adapters.camunda_resources import CamundaResources
from adapters.rule_tables import TriedRuleTables
from bpmn.canonical import canonical_digest
from deploy import rule_tables
from deploy.feel import find_fault
from models.ground.errors import InvalidInput
from services.forms.check_form import check_form
from services.resource_check.check_form_file import list_unasked

Digests = Mapping[str, frozenset[str]]


def build_rule_tables() -> TriedRuleTables:
    """The engine's tables of rules, for those that are only tried."""
    return TriedRuleTables(rule_tables.read, rule_tables.evaluate)


@dataclass(frozen=True, slots=True)
class ShippedFile:
    """A file of this release; its process, decision or form id is its name without the ending."""

    name: str
    content: bytes

    @property
    def resource_id(self) -> str:
        """The id under which the engine knows it."""
        return self.name.rpartition(".")[0]

    @property
    def digest(self) -> str:
        """Canonical digest of the content."""
        return canonical_digest(self.name, self.content)

    @property
    def is_form(self) -> bool:
        """True for a form, false for a diagram or a decision."""
        return self.name.endswith(".form")

    @property
    def is_decision(self) -> bool:
        """True for a decision table."""
        return self.name.endswith(".dmn")


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """What to deploy, and the names of what is left alone because someone else made its latest version."""

    to_deploy: tuple[ShippedFile, ...]
    left_alone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """Names of the files that were deployed, and of those whose owners' version won; what such a form cannot ask."""

    deployed: tuple[str, ...]
    left_alone: tuple[str, ...]
    unasked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def list_resources_to_deploy(
    latest_versions: Mapping[str, str | None], shipped: Digests, current: Sequence[ShippedFile]
) -> DeploymentPlan:
    """Deploys a file whose id is unknown, or whose latest version we shipped once while this release has another.

    `latest_versions`: digest of the latest deployed version by file name, None where the id is unknown;
    `shipped`: all digests ever shipped by file name.
    """
    to_deploy, left_alone = [], []
    for file in current:
        latest = latest_versions.get(file.name)
        if latest is None or (latest != file.digest and latest in shipped.get(file.name, frozenset())):
            to_deploy.append(file)
        elif latest != file.digest:
            left_alone.append(file.name)
    return DeploymentPlan(tuple(to_deploy), tuple(left_alone))


def install(client: CamundaResources, record: Path, folder: Path | None = None) -> Installed:
    """Deploys what the plans name, forms before the diagrams that link them; a repeat deploys nothing.

    No search of 8.8 gives the latest form of an id, so `record` keeps the digests of the forms installed
    last. Raises OutsideUnavailable, or InvalidInput with the engine's words or the names of form properties
    that the server could not enforce.
    """
    root = folder or Path(str(files("bpmn")))
    shipped = read_shipped(root / "shipped.json")
    recorded_as = read_recorded_as(root / "shipped.json")
    current = list_shipped_files(root)
    latest = {file.name: _digest_of_latest(client, file) for file in current if not file.is_form}
    diagrams = list_resources_to_deploy(latest, shipped, [file for file in current if not file.is_form])
    # An engine that has none of our diagrams is a new one: what was recorded, was installed on another.
    recorded = _read_record(record, recorded_as) if any(latest.values()) else {}
    forms = _plan_forms(client, shipped, [file for file in current if file.is_form], recorded)
    for form in forms.to_deploy:
        _refuse_unenforceable(form)
        client.deploy({form.name: form.content})
    _write_record(record, [file for file in current if file.is_form and file.name not in forms.left_alone])
    if diagrams.to_deploy:
        client.deploy({file.name: file.content for file in diagrams.to_deploy})
    return Installed(
        deployed=tuple(file.name for file in (*forms.to_deploy, *diagrams.to_deploy)),
        left_alone=(*forms.left_alone, *diagrams.left_alone),
        unasked=_list_unasked(client, forms.left_alone),
    )


def _refuse_unenforceable(form: ShippedFile) -> None:
    """A property that the server does not know is a rule that a caller without a browser could go around."""
    faults = check_form(json.loads(form.content), find_fault)
    if faults:
        raise InvalidInput({f"{form.name}.{fault.element}": fault.detail for fault in faults})


def list_shipped_files(root: Path) -> list[ShippedFile]:
    """The diagrams, decisions and forms of this release, by name."""
    paths = sorted([*root.glob("*.bpmn"), *(root / "dmn").glob("*.dmn"), *(root / "forms").glob("*.form")])
    return [ShippedFile(path.name, path.read_bytes()) for path in paths]


def read_shipped(path: Path) -> Digests:
    """All digests that this product ever shipped, by file name."""
    releases = json.loads(path.read_text("utf-8"))["releases"].values()
    names = {name for release in releases for name in release}
    return {
        name: frozenset(release[name] for release in releases if name in release) for name in sorted(names)
    }


def read_recorded_as(path: Path) -> Mapping[str, str]:
    """Canonical digests by the digests of bytes that releases up to 0.2.0 recorded of the forms they installed."""
    recorded_as: dict[str, str] = json.loads(path.read_text("utf-8")).get("recorded_as", {})
    return recorded_as


def _digest_of_latest(client: CamundaResources, file: ShippedFile) -> str | None:
    find = client.find_latest_decision if file.is_decision else client.find_latest_diagram
    latest = find(file.resource_id)
    return None if latest is None else canonical_digest(file.name, latest)


def _plan_forms(
    client: CamundaResources,
    shipped: Digests,
    forms: Sequence[ShippedFile],
    recorded: Mapping[str, str],
) -> DeploymentPlan:
    changed = [form for form in forms if recorded.get(form.name) != form.digest]
    used = client.list_used_forms() if changed else {}
    latest: dict[str, str | None] = {
        form.name: canonical_digest(form.name, used[form.resource_id])
        if form.resource_id in used
        else recorded.get(form.name)
        for form in changed
    }
    return list_resources_to_deploy(latest, shipped, changed)


def _list_unasked(client: CamundaResources, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    used = client.list_used_forms() if names else {}
    owned = {name: content for name in names if (content := used.get(name.rpartition(".")[0])) is not None}
    unasked = {name: tuple(list_unasked(name, content, find_fault)) for name, content in owned.items()}
    return {name: fields for name, fields in unasked.items() if fields}


def _read_record(record: Path, recorded_as: Mapping[str, str]) -> dict[str, str]:
    """Empty also where the record is torn, as where there is none: what the diagrams use is asked of the engine."""
    try:
        digests = dict(json.loads(record.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return {}
    return {name: recorded_as.get(digest, digest) for name, digest in digests.items()}


def _write_record(record: Path, forms: Iterable[ShippedFile]) -> None:
    """Whole or not at all, and only when something changed: a full disk or a kill leaves what was there."""
    content = json.dumps({form.name: form.digest for form in forms}, indent=1).encode()
    if record.exists() and record.read_bytes() == content:
        return
    draft = record.with_suffix(".new")
    draft.write_bytes(content)
    os.replace(draft, record)
