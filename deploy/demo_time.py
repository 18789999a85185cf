"""The shifted time of a demo office, and the engine's, which is set to it."""

from __future__ import annotations

from adapters.camunda_clock import CamundaClock
from adapters.camunda_http import CamundaHttp
from adapters.clock import ShiftedClock
from models.store.database import Database
from services.clocks.clock_shift import Shift, read_shift


def read_office_shift(database: Database) -> Shift:
    """The office's clock shift as the database has it now."""
    with database.read() as session:
        return read_shift(session)


def pin_engine(database: Database, http: CamundaHttp) -> None:
    """Set the engine's time to that of a demo office; nothing elsewhere. OutsideUnavailable while the engine is away."""
    if (shift := read_office_shift(database)).is_demo:
        CamundaClock(http).pin(ShiftedClock(lambda: shift.offset_seconds).now())
