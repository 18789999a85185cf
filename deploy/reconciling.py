"""Both stores of an office, opened for a comparison."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from deploy.cluster import open_engine_and_monitor
from deploy.settings import Settings
from deploy.wiring import build_ports, open_database, use_office_keys
from models.office.engine_anchor import STRANGE, StoreState
from services.anchor.accept_store import accept_store
from services.anchor.judge_store import Judged, judge_store
from services.ports.engine import ProcessEngine
from services.ports.monitor import Monitor
from services.reconcile.compare import compare_stores
from services.reconcile.difference import Differing, Reconciled
from services.reconcile.end_runs_of_nobody import end_runs_of_nobody
from services.reconcile.end_untold import end_untold, find_newest_message
from services.reconcile.office_work import begin_lost_office_work
from services.reconcile.repair import repair
from services.unit_of_work import UnitFactory, UnitOfWork
from services.worklist.sync_tasks import sync_tasks_step


@dataclass(frozen=True, slots=True)
class Stores:
    """`engine` and `monitor` are of the engine or cluster that the office is set to."""

    make_unit: UnitFactory
    engine: ProcessEngine
    monitor: Monitor

    def compare(self, wait: Callable[[], None]) -> Reconciled:
        """As compare_stores."""
        return compare_stores(self.make_unit, self.engine, self.monitor, wait)

    def judge(self) -> Judged:
        """As judge_store."""
        return judge_store(self.make_unit, self.engine, self.monitor)

    def take_in_ends(self, judged: Judged) -> bool:
        """Where the database is the older one what the engine has ended since is no open task any more: compare again then."""
        if judged.state is not StoreState.DATABASE_OLDER:
            return False
        sync_tasks_step(self.make_unit, self.engine)
        return True

    def repair(self, found: Reconciled, judged: Judged) -> list[Differing]:
        """As repair; a store that was not the office's as it was left is accepted then, and the workers go on there.

        What the office does beside its cases begins anew too where that store has lost it. A store that does not know the
        office is told nothing that was meant for the lost one.
        """
        newest = find_newest_message(self.make_unit)
        mended = repair(found.differing, self.make_unit)
        if judged.state in STRANGE:
            if not judged.is_known_there:
                end_untold(newest, self.make_unit)
            begin_lost_office_work(judged, self.make_unit, self.monitor)
            accept_store(judged, self.make_unit)
        return mended

    def end_runs(self, keys: Collection[str], found: Reconciled) -> list[str]:
        """As end_runs_of_nobody."""
        return end_runs_of_nobody(keys, found, self.make_unit)


@contextmanager
def open_stores(settings: Settings) -> Iterator[Stores]:
    """Closed at the end."""
    use_office_keys(settings)
    database = open_database(settings)
    ports = build_ports(settings, database)
    try:
        with open_engine_and_monitor(settings) as (engine, monitor):
            yield Stores(partial(UnitOfWork, database, ports), engine, monitor)
    finally:
        database.dispose()
