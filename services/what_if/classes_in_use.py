"""The table in use that sets the class of the limit, kept beside a table of kinds that is tried, since it follows that one."""

from __future__ import annotations

from sqlalchemy import select

from bpmn.reading import DECISIONS
from models.ground.errors import OutsideUnavailable
from models.office.deployed_version import DeployedVersion, ResourceKind
from services.office.version_text import TextMissing, read_texts
from services.ports.monitor import Monitor
from services.unit_of_work import UnitOfWork
from services.what_if.candidate import Suggesting

# No XML holds it.
_BETWEEN = "\f"


def read_classes(unit_of_work: UnitOfWork, engine: Monitor) -> bytes | None:
    """The file of the newest version on record, what the release ships where there is none; None where its file is lost.

    OutsideUnavailable while the engine, which has it, is away.
    """
    with unit_of_work.reading() as unit:
        of_classes = select(DeployedVersion).where(
            DeployedVersion.kind == ResourceKind.DECISION,
            DeployedVersion.resource_id == Suggesting.COMPLEXITY.value,
        )
        newest = of_classes.order_by(DeployedVersion.seen_at.desc(), DeployedVersion.version.desc()).limit(1)
        version = unit.session.scalars(newest).first()
        unit.session.expunge_all()
    if version is None:
        return (DECISIONS / f"{Suggesting.COMPLEXITY.value}.dmn").read_bytes()
    text = read_texts([version], {}, engine)[version.key]
    if text.missing is TextMissing.AWAY:
        raise OutsideUnavailable
    return text.content if text.missing is None else None


def join_tables(tried: str, classes: str) -> str:
    """Both as one text; `classes` is empty for none."""
    return f"{tried}{_BETWEEN}{classes}" if classes else tried


def split_tables(content: str) -> tuple[str, str]:
    """The table that is tried, and the one of classes, empty for none."""
    tried, _, classes = content.partition(_BETWEEN)
    return tried, classes
