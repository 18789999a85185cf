"""User tasks about a measure of improvement: which of its pages each is, and whose people it asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select

from bpmn.pages import MEASURE_PAGE, MEASURE_RETURN_PAGE, MEASURE_VERIFICATION_PAGE
from models.clock.legal_time import at_time, beijing_date
from models.ground.measure_codes import MeasureState
from models.office.measure import Measure
from services.ports.engine import EngineTask
from services.unit_of_work import Unit
from services.worklist.office_keeper import Judged, Verdict

_STATE_OF = {
    MEASURE_PAGE: MeasureState.TO_CARRY_OUT,
    MEASURE_VERIFICATION_PAGE: MeasureState.TO_VERIFY,
    MEASURE_RETURN_PAGE: MeasureState.CAME_BACK,
}
_WAITING = (*_STATE_OF.values(), MeasureState.WATCHED)


class MeasureKeeper:
    """As OfficeKeeper. A task that a measure does not wait in is left alone: ended, it would be taken for an answer."""

    pages = frozenset(_STATE_OF)
    of_second = Verdict.LEAVE

    def list_waiting(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper. One that is watched has no task for months: it counts from the day on which its timer is due."""
        today = beijing_date(unit.clock.now())
        is_due = and_(Measure.state == MeasureState.WATCHED, Measure.judged_from <= today)
        query = select(Measure.instance_key).where(
            Measure.instance_key.is_not(None), or_(Measure.state.in_(_STATE_OF.values()), is_due)
        )
        return frozenset(key for key in unit.session.scalars(query) if key is not None)

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

    def let_go(self, ended: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper: what waited in an instance that was cancelled waits in none, which its page says."""
        query = select(Measure).where(Measure.instance_key.in_(ended), Measure.state.in_(_WAITING))
        for row in unit.session.scalars(query):
            row.instance_key = None
