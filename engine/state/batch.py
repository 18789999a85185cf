"""What one group commit writes, already turned into rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.state.connection import SqlRow, SqlValue


@dataclass(slots=True)
class Batch:
    """Rows by statement; safe to hand to another thread, for it shares nothing with the living entities."""

    upserts: dict[str, list[SqlRow]] = field(default_factory=dict)
    deletes: dict[str, list[SqlRow]] = field(default_factory=dict)
    meta: dict[str, SqlValue] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """True when nothing changed, so that no commit is needed."""
        return not (self.upserts or self.deletes or self.meta)
