"""Makes the moves of a demo office's clock that people ask for on a page."""

from __future__ import annotations

from collections.abc import Callable

from deploy.clockwork import OfficeClock
from deploy.replay.quiet import NotQuiet
from models.clock.demo_move import DemoFault
from services.clocks.demo_moves import (
    begin_demo_move,
    end_demo_move,
    end_interrupted_moves,
    is_move_asked,
)


class DemoMover:
    """One move after the other, beside the processes; what a run left under way is ended by the next one."""

    def __init__(self, build: Callable[[], OfficeClock], is_replaying: Callable[[], bool]) -> None:
        """`build` opens the office's clock once; while the demo complaints are lived they move it alone."""
        self._build = build
        self._is_replaying = is_replaying
        self._office: OfficeClock | None = None

    def step(self) -> None:
        """Make the move that was asked for, if any."""
        office = self._open()
        if not is_move_asked(office.make_unit()):
            return
        with office.make_unit() as unit:
            begun = begin_demo_move(unit)
        if begun is None:
            return
        move_id, goal = begun
        fault: DemoFault | None = None
        try:
            if self._is_replaying():
                fault = DemoFault.REPLAYING
            else:
                office.move_to(goal)
        except NotQuiet:
            fault = DemoFault.NOT_QUIET
        with office.make_unit() as unit:
            end_demo_move(move_id, fault, unit)

    def _open(self) -> OfficeClock:
        if self._office is None:
            self._office = self._build()
            with self._office.make_unit() as unit:
                end_interrupted_moves(unit)
        return self._office
