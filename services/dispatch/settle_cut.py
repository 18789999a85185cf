"""Settles attempts that were cut off: the carrier is asked what became of each; where it does not know a person decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import select

from models.case.dispatch import Dispatch
from models.ground.away import AWAY
from models.ground.dispatch_codes import DispatchState
from models.ground.errors import OutsideUnavailable
from models.ground.ways import Way
from services.dispatch.settle_attempt import Attempt, leave_in_doubt, settle, state_of
from services.dispatch.waits import LEASE_SECONDS, rest_way
from services.ports.carrier import Carrier, Fate
from services.unit_of_work import UnitFactory

BATCH = 100

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Cut:
    """An attempt that was cut off; `is_faulty` where the program failed in it, and did not end."""

    attempt: Attempt
    is_faulty: bool


def settle_cut_attempts(make_unit: UnitFactory, carriers: Mapping[Way, Carrier]) -> int:
    """How many were settled; what its carrier cannot be asked of now waits."""
    return sum(_settle_cut(cut, make_unit, carriers) for cut in _list_cut(make_unit))


def _list_cut(make_unit: UnitFactory) -> list[_Cut]:
    lease = timedelta(seconds=LEASE_SECONDS)
    with make_unit().reading() as unit:
        before = unit.ports.system_clock.now() - lease
        rows = unit.session.scalars(
            select(Dispatch)
            .where(Dispatch.state == DispatchState.SENDING, Dispatch.begun_at < before)
            .limit(BATCH)
        )
        # An attempt begins when its next try is due. One in which the program failed has its way wait for its lease.
        return [
            _Cut(
                Attempt(row.id, row.attempts, row.way),
                is_faulty=row.begun_at is not None and row.next_try_at >= row.begun_at + lease,
            )
            for row in rows
        ]


def _settle_cut(cut: _Cut, make_unit: UnitFactory, carriers: Mapping[Way, Carrier]) -> int:
    attempt, is_faulty = cut.attempt, cut.is_faulty
    carrier = carriers.get(attempt.way)
    try:
        fate = Fate.UNKNOWN if carrier is None else carrier.find_fate(attempt.id)
    except OutsideUnavailable:
        return 0
    except Exception as fault:
        # A carrier that fails at the question does not say: a person decides on this one, and all others go on.
        _log.warning("dispatch_fate_failed", dispatch_id=attempt.dispatch_id, error_type=type(fault).__name__)
        fate, is_faulty = Fate.UNKNOWN, True
    is_settled = _settle(attempt, fate, make_unit)
    if is_faulty or not is_settled:
        # What the program met there comes for the next of this way too.
        rest_way(attempt.dispatch_id, make_unit)
    return 1


def _settle(attempt: Attempt, fate: Fate, make_unit: UnitFactory) -> bool:
    """Whether it is settled as its carrier says. Where that fails a person decides, and it keeps no other from leaving."""
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
            return state is state_of(fate)
    leave_in_doubt(attempt, make_unit)
    return False
