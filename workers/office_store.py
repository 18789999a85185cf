"""The engine's store as the workers' process knows it: jobs are done there while it is the office's."""

from collections.abc import Callable

from models.ground.errors import DatabaseBusy, OutsideUnavailable
from services.anchor.anchor_step import StoreGate, anchor_step
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.unit_of_work import UnitFactory


class OfficeStore:
    """Closed until the first look has found the office's anchor, or begun it."""

    def __init__(
        self, make_unit: UnitFactory, engine: ProcessEngine, monitor: Monitor, may_begin: Callable[[], bool]
    ) -> None:
        """`may_begin`: whether the diagrams have been installed."""
        self._make_unit, self._engine, self._monitor = make_unit, engine, monitor
        self.gate = StoreGate(may_begin)

    def is_ours(self) -> bool:
        """Whether jobs may be done there."""
        return self.gate.is_open

    def look(self) -> int:
        """As anchor_step."""
        return anchor_step(self._make_unit, self._engine, self._monitor, self.gate)

    def guarded(self, step: Callable[[], int]) -> Callable[[], int]:
        """The same step; where it finds the engine away no job is done before the store has been looked at again."""

        def guard() -> int:
            try:
                return step()
            except DatabaseBusy:
                raise
            except OutsideUnavailable:
                self.gate.doubt()
                raise

        return guard
