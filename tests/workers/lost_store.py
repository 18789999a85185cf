"""An engine that lost its store, and what `jieban reconcile --repair` does then."""

from __future__ import annotations

from deploy.reconciling import Stores
from models.office.engine_anchor import StoreState
from services.anchor.judge_store import Judged
from services.reconcile.difference import Reconciled
from tests.mutated.core_office import CoreOffice
from tests.unit.services.two_ports import TwoPorts

NOTHING_OF_CASES = Reconciled(0, (), {}, is_behind=False)


def repair_lost(core: CoreOffice) -> None:
    """The store is gone, and an operator accepts the empty one."""
    core.lose_store()
    accept(core, Judged(StoreState.UNKNOWN, None))


def accept(core: CoreOffice, judged: Judged, *known: str) -> None:
    """The searches show these instances alone; then everything goes its way."""
    begin_anew(core, judged, TwoPorts(others=dict.fromkeys(known, "ACTIVE")))
    core.settle()


def begin_anew(core: CoreOffice, judged: Judged, monitor: TwoPorts) -> None:
    """What the operator's command does; the engine has not been told yet."""
    Stores(core.office.unit_of_work, core.engine, monitor).repair(NOTHING_OF_CASES, judged)  # type: ignore[arg-type]  # the part of both ports that is asked
