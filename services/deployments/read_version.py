"""One version on record with what it says beside the earlier one that somebody answers for, and its file to take."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from models.ground.errors import NotFound, OutsideUnavailable
from models.office.deployed_version import DeployedVersion
from services.actor import Actor, require_role
from services.deployments.decide_deployment import DECIDING
from services.deployments.earlier_version import find_earlier, read_history
from services.deployments.line_difference import LineDifference, compare_lines
from services.deployments.list_past_door import compare_versions
from services.deployments.read_proposal import MOST_BYTES, ComparedFile
from services.office.version_text import TextMissing, VersionText, read_kept_forms, read_texts
from services.ports.monitor import Monitor
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class VersionPage:
    """`compared` has the earlier version as what runs beside it, `missing` is why its own file cannot be shown."""

    version: DeployedVersion
    compared: ComparedFile
    missing: TextMissing | None


def read_version(key: str, unit_of_work: UnitOfWork, actor: Actor, engine: Monitor) -> VersionPage:
    """For who may decide about one, NotPermitted for others; NotFound. While the engine is away the page says so."""
    require_role(actor, *DECIDING)
    with unit_of_work.reading() as unit:
        version = unit.session.get(DeployedVersion, key)
        if version is None:
            raise NotFound
        earlier = find_earlier(version, read_history(version, unit))
        pair = [one for one in (version, earlier) if one is not None]
        file = compare_versions(version, earlier, {one.key: one.elements or {} for one in pair})
        forms = read_kept_forms(pair, unit)
        unit.session.expunge_all()
    texts = read_texts(pair, forms, engine)
    own, before = texts[key], texts[earlier.key] if earlier else None
    difference = _compare(version.file_name, before, own)
    are_both = before is not None and before.content is not None and own.content is not None
    compared = ComparedFile(
        1,
        file,
        earlier.key if earlier else None,
        difference,
        before.missing if before else None,
        are_both and difference is None,
    )
    return VersionPage(version, compared, own.missing)


def read_version_file(key: str, unit_of_work: UnitOfWork, actor: Actor, engine: Monitor) -> tuple[str, bytes]:
    """Name and content; NotFound also for what the engine does not have any more, OutsideUnavailable while it is away."""
    require_role(actor, *DECIDING)
    with unit_of_work.reading() as unit:
        version = unit.session.get(DeployedVersion, key)
        if version is None:
            raise NotFound
        forms = read_kept_forms([version], unit)
        unit.session.expunge_all()
    text = read_texts([version], forms, engine)[key]
    if text.missing is TextMissing.AWAY:
        raise OutsideUnavailable
    if text.content is None:
        raise NotFound
    name = PurePath(version.file_name)
    return f"{name.stem}-v{version.version}{name.suffix}", text.content


def _compare(name: str, before: VersionText | None, own: VersionText) -> LineDifference | None:
    if before is None or before.content is None or own.content is None:
        return None
    return compare_lines(name, before.content, own.content, MOST_BYTES)
