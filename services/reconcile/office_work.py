"""Work of the office that belongs to no case begins anew where an accepted store has lost the process that it waits in."""

from __future__ import annotations

from sqlalchemy import select

from models.office.engine_anchor import StoreState
from models.office.office_task import OfficeTask
from services.anchor.judge_store import Judged
from services.ports.monitor import Monitor
from services.unit_of_work import UnitFactory
from services.worklist.office_tasks import KEEPERS, let_go_of_lost


def begin_lost_office_work(judged: Judged, make_unit: UnitFactory, monitor: Monitor) -> int:
    """How many processes of studies, measures and summaries were lost. OutsideUnavailable while the engine is away.

    Before the store is accepted, so that who is killed in between finds the rest again. Of a store that does not know the
    office nothing is asked: another office's has given out the same keys. One that is newer than the database lacks none.
    """
    if judged.state is StoreState.DATABASE_OLDER:
        return 0
    with make_unit().reading() as unit:
        begun = set(unit.session.scalars(select(OfficeTask.process_instance_key)))
        begun |= frozenset[str]().union(*(keeper.list_begun(unit) for keeper in KEEPERS))
    known: set[str] = set()
    if begun and judged.is_known_there:
        known = {one.key for one in monitor.list_instances({"processInstanceKey": {"$in": sorted(begun)}})}
    lost = begun - known
    if lost:
        with make_unit() as unit:
            let_go_of_lost(lost, unit)
    return len(lost)
