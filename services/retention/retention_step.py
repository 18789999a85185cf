"""The workers' step that lets go of what is kept no longer: a little at once, so that nobody waits for it."""

from services.ports.monitor import Monitor
from services.retention.sweep_expired import sweep_expired
from services.retention.sweep_filing_drafts import sweep_filing_drafts
from services.retention.sweep_ledger import Place, sweep_ledger
from services.retention.sweep_tables import sweep_tables
from services.retention.sweep_uploads import sweep_uploads
from services.retention.sweep_visitors import sweep_visitors
from services.suggestions.keep_rules import keep_rules_step
from services.unit_of_work import UnitFactory


def retention_step(make_unit: UnitFactory, monitor: Monitor, place: Place) -> int:
    """One round, after what a file needs of the engine is kept; OutsideUnavailable at the end while it is away.

    Returns 0: even with more to delete the next round waits its turn.
    """
    sweep_expired(make_unit)
    sweep_filing_drafts(make_unit)
    sweep_uploads(make_unit)
    sweep_tables(make_unit)
    sweep_visitors(make_unit)
    keep_rules_step(make_unit, monitor)
    sweep_ledger(make_unit, monitor, place)
    return 0
