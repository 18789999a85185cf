"""What the commands of a batch have changed, as the store takes it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.journal import Ident
from engine.state.connection import SqlRow
from engine.state.entity import Entity


@dataclass(frozen=True, slots=True)
class Dirty:
    """What one batch changed: the rows as they were when the last command ended that touched them.

    The entities beside them are live.
    """

    upserts: tuple[Entity, ...]
    deletes: tuple[Ident, ...]
    rows: tuple[tuple[type[Entity], SqlRow], ...] = ()
