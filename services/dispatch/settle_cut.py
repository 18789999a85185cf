"""Settles attempts that were cut off: the carrier is asked what became of each; where it does not know a person decides."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.ground.away import AWAY
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import OutsideUnavailable
from models.ground.ways import Way
from services.dispatch.settle_attempt import Attempt, leave_in_doubt, settle, state_of
from services.dispatch.waits import LEASE_SECONDS
from services.ports.carrier import Carrier, Fate
from services.unit_of_work import UnitFactory

BATCH = 100

_log = structlog.get_logger(__name__)


def settle_cut_attempts(make_unit: UnitFactory, carriers: Mapping[Way, Carrier]) -> int:
    """How many were settled; what its carrier cannot be asked of now waits."""
    return sum(_settle_cut(attempt, make_unit, carriers) for attempt in _list_cut(make_unit))


def _list_cut(make_unit: UnitFactory) -> list[Attempt]:
    with make_unit().reading() as unit:
        before = unit.ports.system_clock.now() - timedelta(seconds=LEASE_SECONDS)
        rows = unit.session.scalars(
            select(Dispatch)
            .where(Dispatch.state == DispatchState.SENDING, Dispatch.begun_at < before)
            .limit(BATCH)
        )
        return [Attempt(row.id, row.attempts, row.way) for row in rows]


def _settle_cut(attempt: Attempt, make_unit: UnitFactory, carriers: Mapping[Way, Carrier]) -> int:
    carrier = carriers.get(attempt.way)
    try:
        fate = Fate.UNKNOWN if carrier is None else carrier.find_fate(attempt.id)
    except OutsideUnavailable:
        return 0
    except Exception as fault:
        # A carrier that fails at the question does not say: a person decides on this one, and all others go on.
        _log.warning("dispatch_fate_failed", dispatch_id=attempt.dispatch_id, error_type=type(fault).__name__)
        fate = Fate.UNKNOWN
    _settle(attempt, fate, make_unit)
    return 1


def _settle(attempt: Attempt, fate: Fate, make_unit: UnitFactory) -> None:
    """Where that fails a person decides: these come first in every round, and one must not keep all others from leaving."""
    # What may have left stays on record, unless it is the record that fails.
    for state in dict.fromkeys((state_of(fate), DispatchState.IN_DOUBT)):
        try:
            settle(attempt, state, None, make_unit)
        except AWAY:
            raise
        except Exception as fault:
            told = {"dispatch_id": attempt.dispatch_id, "error_type": type(fault).__name__}
            _log.warning("dispatch_not_settled", **told)
        else:
            return
    leave_in_doubt(attempt, make_unit)
