"""Versions of diagrams, decision tables and forms as they reached the engine: through which door, and what they would break."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import KEY_LENGTH, Base, EnumText, JsonObject, UtcDateTime

# Of the name that a file gives itself; what is longer is cut.
LONGEST_NAME = 400


class ResourceKind(StrEnum):
    """What was deployed."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"


class Door(StrEnum):
    """How a version came in: with the product, by the office's own command, or past it (Modeler, REST)."""

    SHIPPED = "shipped"
    OFFICE = "office"
    OUTSIDE = "outside"


class DeployedVersion(Base):
    """One version; `key` is the engine's. `seen_at` is the office's moment, `faults` what the check said then.

    `elements` are those of a process by id, each [name, kind, digest] (bpmn/element_said.py); None until they were read.
    """

    __tablename__ = "deployed_version"

    key: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    kind: Mapped[ResourceKind] = mapped_column(EnumText(ResourceKind))
    resource_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    version: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(String(400))
    # Canonical digest of the file (bpmn/canonical.py), hex.
    digest: Mapped[str] = mapped_column(String(64))
    faults: Mapped[list[JsonObject]] = mapped_column(JSON)
    door: Mapped[Door] = mapped_column(EnumText(Door))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deployed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    reviewed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.login"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    review_reason: Mapped[str | None] = mapped_column(String(500))
    # The version that took its place when somebody had the earlier one put back; `reviewed_by` had it done.
    replaced_by: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    # Any: lists of three texts by id. Lists of versions do not need it.
    elements: Mapped[Any | None] = mapped_column(JSON(none_as_null=True), deferred=True)

    @property
    def is_unreviewed(self) -> bool:
        """Came past the office's door, and nobody has looked at it since."""
        return self.door is Door.OUTSIDE and self.reviewed_at is None


def key_order(key: str) -> tuple[int, str]:
    """What the keys of an engine are sorted by: of the same length they stand in the order of their numbers."""
    return len(key), key
