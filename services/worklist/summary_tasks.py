"""User tasks about a periodic summary: it waits in one instance, and a task in which nothing waits any more is ended."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from bpmn.pages import SUMMARY_PAGE
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.ports.engine import EngineTask
from services.unit_of_work import Unit
from services.worklist.office_keeper import Judged, Verdict

# Made once, since it is asked five times a second.
_WAITING = select(PeriodicSummary.waiting_in).where(PeriodicSummary.waiting_in.is_not(None)).distinct()


class SummaryKeeper:
    """As OfficeKeeper."""

    pages = frozenset({SUMMARY_PAGE})
    of_second = Verdict.END

    def list_waiting(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        return frozenset(key for key in unit.session.scalars(_WAITING) if key is not None)

    def list_begun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        return self.list_waiting(unit)

    def list_unbegun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper. The process asks about them whenever it begins; none has one of its own."""
        return frozenset()

    def begin_anew(self, subject_ids: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper."""

    def lock(self, subject_ids: Collection[str], ended: Collection[str], unit: Unit) -> Sequence[object]:
        """As OfficeKeeper."""
        return unit.session.scalars(
            select(PeriodicSummary)
            .where(or_(PeriodicSummary.id.in_(subject_ids), PeriodicSummary.waiting_in.in_(ended)))
            .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
            .with_for_update()
        ).all()

    def judge(self, subject_id: str | None, task: EngineTask, unit: Unit) -> Judged:
        """As OfficeKeeper. One that does not say which it is about stays open until nothing waits in its instance."""
        if subject_id is None:
            is_awaited = task.process_instance_key in self.list_waiting(unit)
            return Judged(Verdict.LEAVE if is_awaited else Verdict.END)
        row = unit.session.get(PeriodicSummary, subject_id)
        is_awaited = (
            row is not None
            and row.waiting_in == task.process_instance_key
            and row.state is SummaryState.PROPOSED
        )
        return Judged(Verdict.LIST if is_awaited else Verdict.END)

    def let_go(self, ended: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper; the process asks about them when it begins next."""
        for row in unit.session.scalars(select(PeriodicSummary).where(PeriodicSummary.waiting_in.in_(ended))):
            row.waiting_in = None
