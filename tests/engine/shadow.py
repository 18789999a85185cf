"""Shadow recovery: after every command a fresh core, loaded from the rows written so far, must equal the live one."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy, deepcopy
from typing import Any

import pytest

from engine.core.commands import Command
from engine.processing.core import Core
from engine.state.entity import Entity, is_history

Ident = tuple[type, int]


class ShadowMismatchError(AssertionError):
    """A recovered core differs from the one it should replace."""


class Shadow:
    """Keeps the rows a store would hold, per core. `loses` plants a missing dirty mark of one noun."""

    def __init__(self, loses: type | None = None) -> None:
        self.loses = loses
        self._rows: dict[int, dict[Ident, Entity]] = {}

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Look over the shoulder of every core until the test ends."""
        process, load = Core.process, Core.load.__func__

        def watched_process(core: Core, command: Command, now_ms: int, request_id: int | None = None) -> Any:
            answers = process(core, command, now_ms, request_id)
            self.write(core)
            self.compare(core)
            return answers

        def watched_load(cls: type[Core], entities: Iterable[Entity]) -> Core:
            stored = list(entities)
            core = load(cls, deepcopy(stored))
            self._rows[id(core)] = {(type(entity), entity.key): deepcopy(entity) for entity in stored}
            return core

        monkeypatch.setattr(Core, "process", watched_process)
        monkeypatch.setattr(Core, "load", classmethod(watched_load))

    def write(self, core: Core) -> None:
        """Take over the dirty marks without draining them: that is the store's."""
        rows = self._rows.setdefault(id(core), {})
        for ident, entity in core.state.peek_dirty():
            if ident[0] is self.loses:
                continue
            if entity is None:
                rows.pop(ident, None)
            else:
                rows[ident] = deepcopy(entity)

    def compare(self, core: Core) -> None:
        """Recover from the rows and compare everything but leases."""
        recovered = Core()
        # Copies, because loading voids leases; shallow, because nothing else is changed.
        recovered.state.load([copy(row) for row in self._rows[id(core)].values() if not is_history(row)])
        live, again = core.state.dump(), recovered.state.dump()
        if live != again:
            raise ShadowMismatchError(_first_difference(live, again))

    def rows(self, core: Core) -> dict[Ident, Entity]:
        """All rows ever written, ended ones too."""
        return self._rows.setdefault(id(core), {})


def _first_difference(live: dict[str, Any], again: dict[str, Any]) -> str:
    for part, held in live.items():
        for name in {*held, *again[part]}:
            if held.get(name) != again[part].get(name):
                return f"{part} {name}: live {held.get(name)!r}, recovered {again[part].get(name)!r}"
    return "parts differ"
