"""The workers' step that lets go of what is kept no longer: a little at once, so that nobody waits for it."""

from services.ports.monitor import Monitor
from services.retention.sweep_expired import sweep_expired
from services.retention.sweep_ledger import Place, sweep_ledger
from services.unit_of_work import UnitFactory


def retention_step(make_unit: UnitFactory, monitor: Monitor, place: Place) -> int:
    """One round; returns 0, for even with more to delete the next one waits its turn. OutsideUnavailable at the end."""
    sweep_expired(make_unit)
    sweep_ledger(make_unit, monitor, place)
    return 0
