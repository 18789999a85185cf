"""Work of the office that belongs to no case begins anew where an accepted store has lost the process that it waits in."""

from __future__ import annotations

from sqlalchemy import select

from bpmn.pages import PAGES, READ_BY_PAGE
from models.ledger.outbox import OutboxRow
from models.office.engine_anchor import StoreState
from models.office.office_task import OfficeTask
from services.anchor.judge_store import Judged
from services.outbox.publish_message import PublishMessage
from services.ports.monitor import Monitor
from services.unit_of_work import Unit, UnitFactory
from services.worklist.office_keeper import OfficeKeeper
from services.worklist.office_tasks import KEEPERS, let_go_of_lost


def begin_lost_office_work(judged: Judged, make_unit: UnitFactory, monitor: Monitor) -> int:
    """How many processes of studies, measures and summaries were lost. OutsideUnavailable while the engine is away.

    Also those that the office has not heard of since it told their start. Before the store is accepted, so that who is killed
    in between finds the rest again. Of a store that does not know the office nothing is asked: another office's has given out
    the same keys. One that is newer than the database lacks none.
    """
    if judged.state is StoreState.DATABASE_OLDER:
        return 0
    with make_unit().reading() as unit:
        begun = set(unit.session.scalars(select(OfficeTask.process_instance_key)))
        begun |= frozenset[str]().union(*(keeper.list_begun(unit) for keeper in KEEPERS))
        told = [(keeper, ids) for keeper in KEEPERS if (ids := _list_told(keeper, unit))]
    known: set[str] = set()
    if begun and judged.is_known_there:
        known = {one.key for one in monitor.list_instances({"processInstanceKey": {"$in": sorted(begun)}})}
    lost = begun - known
    if judged.is_known_there:
        told = [(keeper, ids - _list_standing(keeper, monitor)) for keeper, ids in told]
    if lost:
        with make_unit() as unit:
            let_go_of_lost(lost, unit)
    if any(ids for _, ids in told):
        with make_unit() as unit:
            for keeper, ids in told:
                keeper.begin_anew(ids, unit)
    return len(lost) + sum(len(ids) for _, ids in told)


def _list_told(keeper: OfficeKeeper, unit: Unit) -> frozenset[str]:
    """Ids of what waits for its process to begin though the engine was told to."""
    unbegun = keeper.list_unbegun(unit)
    if not unbegun:
        return unbegun
    subjects = {f"{PublishMessage.SUBJECT}:{subject_id}": subject_id for subject_id in unbegun}
    untold = select(OutboxRow.subject).where(
        OutboxRow.subject.in_(subjects),
        OutboxRow.kind == PublishMessage.KIND,
        OutboxRow.sent_at.is_(None),
    )
    return unbegun - {subjects[subject] for subject in unit.session.scalars(untold)}


def _list_standing(keeper: OfficeKeeper, monitor: Monitor) -> frozenset[str]:
    """What a process of this kind goes on about; the older store may have it though no job of it was done."""
    found: set[str] = set()
    for process_id, variable in {(PAGES[page], READ_BY_PAGE[page]) for page in keeper.pages}:
        going_on = monitor.list_instances({"processDefinitionId": process_id, "state": "ACTIVE"})
        about = monitor.map_values(variable, [one.key for one in going_on]) if going_on else {}
        found |= {subject_id for subject_id in about.values() if isinstance(subject_id, str)}
    return frozenset(found)
