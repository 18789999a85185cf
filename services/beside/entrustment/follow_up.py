"""What follows an entrustment: its evaluation form, the end of the data handed over, objections to the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from models.beside.entrustment import Entrustment
from models.beside.report_objection import ReportObjection
from models.clock.legal_time import beijing_date
from models.ground.codes import RequestedSide
from models.ground.entrustment_codes import DataEnd, ObjectionResult
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.actor import Actor
from services.casefile.addendum import enter_addendum
from services.unit_of_work import Unit

OBJECTORS = (RequestedSide.COMPLAINANT, RequestedSide.RESPONDENT)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Who worked on it, by which qualification, and each point that was evaluated with its result."""

    experts: str
    qualification: str
    points: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class DataEnded:
    """How the data that was handed over ended, on which day, and what proves it."""

    how: DataEnd
    on: date
    proof: str


@dataclass(frozen=True, slots=True)
class Objection:
    """Who says what against the report, and on which day it came."""

    side: RequestedSide
    objected_on: date
    text: str


@dataclass(frozen=True, slots=True)
class ObjectionAnswer:
    """What came of an objection, and what its sender is told."""

    result: ObjectionResult
    text: str


def keep_evaluation(row: Entrustment, evaluation: Evaluation, unit: Unit, actor: Actor) -> None:
    """Keep the evaluation form; one that is entered again replaces it. InvalidInput before the report."""
    _require_report(row)
    row.evaluation = {
        "experts": evaluation.experts,
        "qualification": evaluation.qualification,
        "points": [dict(point) for point in evaluation.points],
    }
    _enter(row, ("evaluated", "评估表"), unit, actor)


def end_data(row: Entrustment, ended: DataEnded, unit: Unit, actor: Actor) -> None:
    """The data was returned or destroyed, proven so. InvalidInput by field, on `entrustment_id` where none was handed over."""
    if not row.hands_data:
        raise InvalidInput({"entrustment_id": "NO_DATA_HANDED_OVER"})
    _require_past(ended.on, "data_ended_on", row, unit)
    row.data_ended_how, row.data_ended_on, row.data_ended_proof = ended.how, ended.on, ended.proof
    _enter(row, ("data_ended", "资料返还或销毁的证明"), unit, actor)


def object_to_report(row: Entrustment, objection: Objection, unit: Unit, actor: Actor) -> ReportObjection:
    """Enter it by number. InvalidInput by field, before the report on `entrustment_id`."""
    _require_report(row)
    if objection.side not in OBJECTORS:
        raise InvalidInput({"side": "NOT_AN_OPTION"})
    _require_past(objection.objected_on, "objected_on", row, unit)
    last = unit.session.scalar(
        select(func.max(ReportObjection.no)).where(ReportObjection.entrustment_id == row.id)
    )
    entered = ReportObjection(
        id=new_id(),
        complaint_id=row.complaint_id,
        entrustment_id=row.id,
        no=(last or 0) + 1,
        side=objection.side,
        objected_on=objection.objected_on,
        text=objection.text,
        recorded_by=actor.name,
        recorded_at=unit.clock.now(),
    )
    unit.session.add(entered)
    unit.session.flush()
    _enter(row, ("objected", f"对报告的异议（第{entered.no}项）"), unit, actor)
    return entered


def answer_objection(objection: ReportObjection, answer: ObjectionAnswer, unit: Unit, actor: Actor) -> None:
    """Answer it once; InvalidInput on `objection` for one that is answered."""
    if objection.answered_on is not None:
        raise InvalidInput({"objection": "NOT_AN_OPTION"})
    objection.result, objection.answer_text = answer.result, answer.text
    objection.answered_on, objection.answered_by = beijing_date(unit.clock.now()), actor.name
    row = unit.session.get_one(Entrustment, objection.entrustment_id)
    _enter(row, ("objection_answered", f"对报告异议（第{objection.no}项）的答复"), unit, actor)


def list_objections(complaint_id: str, unit: Unit) -> list[ReportObjection]:
    """All of a case, in the order in which they came."""
    of_case = select(ReportObjection).where(ReportObjection.complaint_id == complaint_id)
    return list(unit.session.scalars(of_case.order_by(ReportObjection.recorded_at, ReportObjection.no)))


def _require_report(row: Entrustment) -> None:
    if row.returned_at is None:
        raise InvalidInput({"entrustment_id": "NO_REPORT"})


def _require_past(day: date, field: str, row: Entrustment, unit: Unit) -> None:
    if day > beijing_date(unit.clock.now()):
        raise InvalidInput({field: "IN_THE_FUTURE"})
    if day < beijing_date(row.requested_at):
        raise InvalidInput({field: "BEFORE_ITS_BEGINNING"})


def _enter(row: Entrustment, told: tuple[str, str], unit: Unit, actor: Actor) -> None:
    """`told`: the end of the trail's event, and what the paper is called in the archived file."""
    event, paper = told
    unit.trail.add(row.complaint_id, f"entrustment.{event}", {"entrustment_id": row.id, "no": row.no}, actor)
    enter_addendum(row.complaint_id, f"委托W{row.no}的{paper}", unit, actor)
