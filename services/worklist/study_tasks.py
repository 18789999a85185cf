"""User tasks about a special study: they ask for its plan, its analysis and the decision, in the instance that it waits in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from bpmn.names import MessageName
from bpmn.pages import STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE, STUDY_PLAN_PAGE
from models.clock.legal_time import at_time
from models.ground.study_codes import UNDECIDED
from models.office.study import Study
from services.outbox.publish_message import PublishMessage, publish
from services.ports.engine import EngineTask
from services.unit_of_work import Unit
from services.worklist.office_keeper import Judged, Verdict

# Made once, since it is asked five times a second.
_WAITING = select(Study.instance_key).where(Study.instance_key.is_not(None), Study.state.in_(UNDECIDED))
_UNBEGUN = select(Study.id).where(Study.instance_key.is_(None), Study.state.in_(UNDECIDED))


class StudyKeeper:
    """As OfficeKeeper."""

    pages = frozenset({STUDY_PLAN_PAGE, STUDY_ANALYSIS_PAGE, STUDY_DECISION_PAGE})
    of_second = Verdict.LEAVE

    def list_waiting(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        return frozenset(key for key in unit.session.scalars(_WAITING) if key is not None)

    def list_begun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        return self.list_waiting(unit)

    def list_unbegun(self, unit: Unit) -> frozenset[str]:
        """As OfficeKeeper."""
        return frozenset(unit.session.scalars(_UNBEGUN))

    def begin_anew(self, subject_ids: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper."""
        query = select(Study).where(
            Study.id.in_(subject_ids), Study.instance_key.is_(None), Study.state.in_(UNDECIDED)
        )
        for study in unit.session.scalars(query.order_by(Study.id).with_for_update()):
            _begin_anew(study, unit)

    def lock(self, subject_ids: Collection[str], ended: Collection[str], unit: Unit) -> Sequence[object]:
        """As OfficeKeeper."""
        return unit.session.scalars(
            select(Study)
            .where(or_(Study.id.in_(subject_ids), Study.instance_key.in_(ended)))
            .order_by(Study.id)
            .with_for_update()
        ).all()

    def judge(self, subject_id: str | None, task: EngineTask, unit: Unit) -> Judged:
        """As OfficeKeeper. What asks about a study that is decided, or waits elsewhere, is its owner's to end."""
        study = unit.session.get(Study, subject_id) if subject_id else None
        if study is None or study.instance_key != task.process_instance_key or study.state not in UNDECIDED:
            return Judged(Verdict.LEAVE)
        due_at = None if task.page == STUDY_DECISION_PAGE else at_time(study.due_on, "24:00")
        return Judged(Verdict.LIST, due_at=due_at)

    def let_go(self, ended: Collection[str], unit: Unit) -> None:
        """As OfficeKeeper; its process begins anew."""
        query = select(Study).where(Study.instance_key.in_(ended), Study.state.in_(UNDECIDED))
        for study in unit.session.scalars(query):
            study.instance_key = None
            _begin_anew(study, unit)


def _begin_anew(study: Study, unit: Unit) -> None:
    study.begun += 1
    begin_study(study, unit)


def begin_study(study: Study, unit: Unit) -> None:
    """After the commit its process begins; a repeat begins nothing, and one begun anew is another message."""
    publish(
        PublishMessage(
            name=MessageName.STUDY_OPENED,
            correlation_key=study.id,
            message_id=f"{study.id}:{study.begun}",
            variables={"study_id": study.id},
        ),
        unit,
    )
