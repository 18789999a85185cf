"""Runs of no case of this office end where a person names them: nothing else proves that nobody waits for them."""

from __future__ import annotations

from collections.abc import Collection

from services.actor import SYSTEM
from services.outbox.cancel_instance import CancelInstance
from services.reconcile.difference import Difference, Reconciled
from services.unit_of_work import UnitFactory

EVENT = "run.of_nobody_ended"


def end_runs_of_nobody(keys: Collection[str], found: Reconciled, make_unit: UnitFactory) -> list[str]:
    """The keys that are ended, in order; others than those of `RUN_OF_NOBODY` in `found` are left alone.

    On the trail each; the engine is told after the commit, by the workers.
    """
    nobodys = {one.key for one in found.differing if one.difference is Difference.RUN_OF_NOBODY}
    ended = sorted(nobodys & set(keys))
    with make_unit() as unit:
        for key in ended:
            unit.trail.add(None, EVENT, {"process_instance_key": key}, SYSTEM)
            message = CancelInstance(process_instance_key=key, complaint_id=None)
            unit.outbox.add(message, f"cancel:nobody:{key}")
    return ended
