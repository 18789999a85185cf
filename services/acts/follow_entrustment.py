"""Act `follow-entrustment`: its evaluation form, the end of the data handed over, objections to the report and answers."""

from collections.abc import Callable, Mapping
from datetime import date

from bpmn.names import ActId
from models.beside.entrustment import Entrustment
from models.ground.codes import RequestedSide, Role
from models.ground.entrustment_codes import DataEnd, ObjectionResult
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.entrustments_of_case import NOTHING_ENTRUSTED, list_entrustment_options, list_entrustments
from services.beside.entrustment.follow_up import (
    DataEnded,
    Evaluation,
    Objection,
    ObjectionAnswer,
    answer_objection,
    end_data,
    keep_evaluation,
    list_objections,
    object_to_report,
)
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, rows_of, text_of

LONGEST = 40


def context(case: ActCase) -> Answers:
    """The entrustments of the case, and the objections that wait for an answer."""
    numbers = {row.id: row.no for row in list_entrustments(case)}
    waiting = [row for row in list_objections(case.complaint.id, case.unit) if row.answered_on is None]
    return {
        "entrustment_options": list_entrustment_options(case),
        "objection_options": [
            {
                "label": f"W{numbers[row.entrustment_id]} 第{row.no}项 {row.text[:LONGEST]}",
                "value": row.id,
            }
            for row in waiting
        ],
    }


def why_not(case: ActCase) -> str | None:
    """NOTHING_ENTRUSTED when nobody was asked."""
    return None if list_entrustments(case) else NOTHING_ENTRUSTED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Enter it, after the archive as an addendum; InvalidInput by field."""
    step = text_of(answers, "step")
    if step == "objection_answer":
        return _answer(case, answers)
    row = choose_row(list_entrustments(case), answers, "entrustment_id")
    return _STEPS[step](row, case, answers)


def _evaluate(row: Entrustment, case: ActCase, answers: Answers) -> dict[str, str]:
    points = [
        {"point": text_of(point, "point"), "result": text_of(point, "result")}
        for point in rows_of(answers, "points")
    ]
    evaluation = Evaluation(text_of(answers, "experts"), text_of(answers, "qualification"), points)
    keep_evaluation(row, evaluation, case.unit, case.actor)
    return {"entrustment_id": row.id}


def _end_data(row: Entrustment, case: ActCase, answers: Answers) -> dict[str, str]:
    how, on = DataEnd(text_of(answers, "data_ended_how")), _day_of(answers, "data_ended_on")
    end_data(row, DataEnded(how, on, text_of(answers, "data_ended_proof")), case.unit, case.actor)
    return {"entrustment_id": row.id}


def _object(row: Entrustment, case: ActCase, answers: Answers) -> dict[str, str]:
    side, on = RequestedSide(text_of(answers, "side")), _day_of(answers, "objected_on")
    told = Objection(side, on, text_of(answers, "objection_text"))
    return {"objection_id": object_to_report(row, told, case.unit, case.actor).id}


def _answer(case: ActCase, answers: Answers) -> dict[str, str]:
    row = choose_row(list_objections(case.complaint.id, case.unit), answers, "objection")
    result = ObjectionResult(text_of(answers, "objection_result"))
    answer_objection(row, ObjectionAnswer(result, text_of(answers, "answer_text")), case.unit, case.actor)
    return {"objection_id": row.id}


def _day_of(answers: Answers, key: str) -> date:
    return date.fromisoformat(text_of(answers, key))


_STEPS: Mapping[str, Callable[[Entrustment, ActCase, Answers], dict[str, str]]] = {
    "evaluation": _evaluate,
    "data_ended": _end_data,
    "objection": _object,
}

ACT = Act(
    form=ActId.FOLLOW_ENTRUSTMENT,
    page_order=111,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.APPROVER}),
    handler_may=True,
    answers=frozenset(
        {
            *("step", "entrustment_id", "experts", "qualification", "points[].point", "points[].result"),
            *("data_ended_how", "data_ended_on", "data_ended_proof", "side", "objected_on", "objection_text"),
            *("objection", "objection_result", "answer_text"),
        }
    ),
    required=frozenset(
        {
            *("step", "entrustment_id", "experts", "qualification", "points[].point", "points[].result"),
            *("data_ended_how", "data_ended_on", "data_ended_proof", "side", "objected_on", "objection_text"),
            *("objection", "objection_result", "answer_text"),
        }
    ),
    context=context,
    why_not=why_not,
    apply=apply,
)
