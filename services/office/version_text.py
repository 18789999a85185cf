"""The file of a version on record: the office keeps forms, the program has what its release ships, the engine the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from bpmn.canonical import canonical_digest
from bpmn.reading import DECISIONS, FOLDER
from models.ground.errors import NotFound, OutsideUnavailable
from models.office.deployed_form import DeployedForm
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.ports.monitor import Monitor
from services.unit_of_work import Unit


class TextMissing(StrEnum):
    """Why the file of a version cannot be shown, or is not what is on record of it."""

    AWAY = "away"
    GONE = "gone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class VersionText:
    """`content` None with the reason; both where the engine has something else under the key."""

    content: bytes | None
    missing: TextMissing | None = None


def read_kept_forms(versions: Collection[DeployedVersion], unit: Unit) -> Mapping[str, bytes]:
    """Of these versions the forms, by key, as the engine told them; also one that is kept under its key in a later store."""
    forms = [version for version in versions if version.kind is ResourceKind.FORM]
    query = select(DeployedForm).where(DeployedForm.form_id.in_({version.resource_id for version in forms}))
    by_key, by_digest = dict[str, bytes](), dict[tuple[str, str], bytes]()
    for row in unit.session.scalars(query):
        content = json.dumps(row.schema_json, ensure_ascii=False, indent=2).encode()
        by_key[row.form_key] = content
        by_digest[row.form_id, canonical_digest(f"{row.form_id}.form", content)] = content
    found = {one.key: by_key.get(one.key) or by_digest.get((one.resource_id, one.digest)) for one in forms}
    return {key: content for key, content in found.items() if content is not None}


def read_texts(
    versions: Collection[DeployedVersion], forms: Mapping[str, bytes], engine: Monitor
) -> dict[str, VersionText]:
    """By key; an engine that does not answer is not asked again. Outside of any transaction: it asks the engine."""
    found: dict[str, VersionText] = {}
    is_away = False
    for version in versions:
        content = forms.get(version.key) or _find_shipped(version)
        if content is not None:
            found[version.key] = _check(version, content)
        elif is_away:
            found[version.key] = VersionText(None, TextMissing.AWAY)
        else:
            found[version.key] = _ask(version, engine)
            is_away = found[version.key].missing is TextMissing.AWAY
    return found


def _ask(version: DeployedVersion, engine: Monitor) -> VersionText:
    ask: Mapping[ResourceKind, Callable[[str], str]] = {
        ResourceKind.PROCESS: engine.get_diagram,
        ResourceKind.DECISION: engine.get_decision_file,
    }
    if version.kind not in ask:
        return VersionText(None, TextMissing.GONE)
    try:
        return _check(version, ask[version.kind](version.key).encode())
    except NotFound:
        return VersionText(None, TextMissing.GONE)
    except OutsideUnavailable:
        return VersionText(None, TextMissing.AWAY)


def _check(version: DeployedVersion, content: bytes) -> VersionText:
    is_same = canonical_digest(version.file_name, content) == version.digest
    return VersionText(content, None if is_same else TextMissing.OTHER)


def _find_shipped(version: DeployedVersion) -> bytes | None:
    """The file of this release that says what the version says; of an earlier release the engine has it."""
    by_name = {path.name: path for folder in (FOLDER, DECISIONS) for path in folder.iterdir()}
    path = by_name.get(version.file_name)
    if path is None or path.suffix not in (".bpmn", ".dmn"):
        return None
    content = path.read_bytes()
    return content if canonical_digest(path.name, content) == version.digest else None
