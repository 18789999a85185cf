"""Has it decided whether a handler keeps away who declared a relation that is to be decided on."""

from sqlalchemy import Select, select

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.case.lifecycle import TaskState
from models.case.task import Task
from models.ground.codes import RecusalSubject, RelationEffect
from models.office.declared_relation import DeclaredRelation
from services.access.unsettled_relations import RELATION_UNDECIDED, find_unsettled
from services.beside.recusal.ask_about_relation import ask_about_relation
from services.unit_of_work import Unit, UnitFactory


def _select_unasked() -> Select[str, str | None]:
    declared = select(DeclaredRelation.staff_id).where(
        DeclaredRelation.effect == RelationEffect.DECIDE, DeclaredRelation.has_ended.is_(False)
    )
    open_tasks = select(Task.complaint_id).where(Task.state == TaskState.OPEN)
    asked = select(Recusal.id).where(
        Recusal.complaint_id == Complaint.id,
        Recusal.who_kind == RecusalSubject.STAFF,
        Recusal.who == Complaint.handler_id,
    )
    return select(Complaint.id, Complaint.handler_id).where(
        Complaint.handler_id.in_(declared), Complaint.id.in_(open_tasks), ~asked.exists()
    )


# Made once, since it is asked five times a second.
_UNASKED = _select_unasked()


def list_unasked(make_unit: UnitFactory) -> list[tuple[str, str]]:
    """Case and login of the handlers of open cases about whom nobody was asked yet."""
    with make_unit().reading() as unit:
        rows = unit.session.execute(_UNASKED).all()
        cases: dict[str, set[str]] = {}
        for complaint_id, handler in rows:
            cases.setdefault(str(handler), set()).add(complaint_id)
        return [
            (complaint_id, handler)
            for handler, of_handler in cases.items()
            for complaint_id, code in find_unsettled(of_handler, handler, unit).items()
            if code == RELATION_UNDECIDED
        ]


def ask_about_handlers(unasked: list[tuple[str, str]], unit: Unit) -> None:
    """Open the requests; their superiors find them among their tasks."""
    for complaint_id, handler in unasked:
        ask_about_relation(complaint_id, handler, unit)
