"""User tasks about a measure of improvement: which of its pages each is, and whose people it asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, bindparam, or_, select

from bpmn.names import MessageName
from bpmn.pages import MEASURE_PAGE, MEASURE_RETURN_PAGE, MEASURE_VERIFICATION_PAGE
from models.clock.legal_time import as_iso, at_time, beijing_date
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure
from services.outbox.publish_message import PublishMessage, publish
from services.ports.engine import EngineTask, InstanceEnd
from services.unit_of_work import Unit
from services.worklist.office_keeper import Judged, Verdict

_STATE_OF = {
    MEASURE_PAGE: MeasureState.TO_CARRY_OUT,
    MEASURE_VERIFICATION_PAGE: MeasureState.TO_VERIFY,
    MEASURE_RETURN_PAGE: MeasureState.CAME_BACK,
}
_WAITING = (*_STATE_OF.values(), MeasureState.WATCHED)


# Made once, since it is asked five times a second.
_INSTANCES = select(Measure.instance_key).where(
    Measure.instance_key.is_not(None),
    or_(
        Measure.state.in_(_STATE_OF.values()),
        and_(Measure.state == MeasureState.WATCHED, Measure.judged_from <= bindparam("today")),
    ),
)
_UNBEGUN = select(Measure.id).where(
    Measure.instance_key.is_(None), Measure.state == MeasureState.TO_CARRY_OUT
)


class MeasureKeeper:
    """As OfficeKeeper. A task that a measure does not wait in is left alone: ended, it would be taken for an answer."""

    pages = frozenset(_STATE_OF)
    of_second = Verdict.LEAVE

    def list_waiting(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper. One that is watched has no task for months: it counts from the day on which its timer is due."""
        keys = unit.session.scalars(_INSTANCES, {"today": beijing_date(unit.clock.now())})
        return frozenset(key for key in keys if key is not None)

    def list_begun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        begun = select(Measure.instance_key).where(
            Measure.instance_key.is_not(None), Measure.state.in_(_WAITING)
        )
        return frozenset(key for key in unit.session.scalars(begun) if key is not None)

    def list_unbegun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper. Further on it stands in none where an owner's diagram ended by itself, which would end again."""
        return frozenset(unit.session.scalars(_UNBEGUN))

    def begin_anew(self, subject_ids: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper."""
        query = select(Measure).where(
            Measure.id.in_(subject_ids),
            Measure.instance_key.is_(None),
            Measure.state == MeasureState.TO_CARRY_OUT,
        )
        moment = as_iso(unit.ports.system_clock.now())
        for measure in unit.session.scalars(query.order_by(Measure.id).with_for_update()):
            begin_measure(measure, f"{measure.id}:{moment}", unit)

    def lock(self, subject_ids: Collection[str], ended: Collection[str], unit: Unit) -> Sequence[object]:
        """As OfficeKeeper."""
        return unit.session.scalars(
            select(Measure)
            .where(or_(Measure.id.in_(subject_ids), Measure.instance_key.in_(ended)))
            .order_by(Measure.id)
            .with_for_update()
        ).all()

    def judge(self, subject_id: str | None, task: EngineTask, unit: Unit) -> Judged:
        """As OfficeKeeper. Carrying out is asked of the owner unit by its day, the others of the whole office."""
        row = unit.session.get(Measure, subject_id) if subject_id else None
        is_awaited = (
            row is not None
            and row.instance_key == task.process_instance_key
            and row.state is _STATE_OF[str(task.page)]
        )
        if row is None or not is_awaited:
            return Judged(Verdict.LEAVE)
        if task.page == MEASURE_PAGE:
            return Judged(Verdict.LIST, row.owner_unit, at_time(row.due_on, "24:00"))
        return Judged(Verdict.LIST)

    def let_go(self, ended: Mapping[str, InstanceEnd], unit: Unit) -> None:
        """As OfficeKeeper. One that was cancelled begins anew; where an owner's diagram ended by itself, it would end again."""
        query = select(Measure).where(Measure.instance_key.in_(ended), Measure.state.in_(_WAITING))
        for measure in unit.session.scalars(query):
            left, measure.instance_key = str(measure.instance_key), None
            if ended[left] is InstanceEnd.CANCELLED:
                _go_back(measure)
                begin_measure(measure, f"{measure.id}:{left}", unit)


def _go_back(measure: Measure) -> None:
    """To carrying out, with which a process begins; what was verified before begins a further round."""
    if measure.state in (MeasureState.WATCHED, MeasureState.CAME_BACK):
        measure.round, measure.waits = measure.round + 1, 0
        measure.verified_on = measure.judged_from = measure.reminded_at = None
    measure.state = MeasureState.TO_CARRY_OUT


def begin_measure(measure: Measure, message_id: str, unit: Unit) -> None:
    """After the commit its process begins; a repeat begins nothing, and one begun anew is another message."""
    publish(
        PublishMessage(
            name=MessageName.MEASURE_OPENED,
            correlation_key=measure.id,
            message_id=message_id,
            variables={"measure_id": measure.id},
        ),
        unit,
    )
