"""Act `reply-as-respondent`: a unit's representative answers what his unit was asked; he sees no case file."""

from sqlalchemy import ColumnElement, and_, select

from bpmn.names import ActId
from models.beside.respondent_request import WRONG_UNIT, RespondentRequest
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.codes import Role
from models.office.staff import Staff
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.beside.respondent.allegation_sheet import list_allegation_sheets
from services.beside.respondent.hearing import name_asked
from services.beside.respondent.reached_by import is_reached_by_unit
from services.beside.respondent.reply import AFTER_ARCHIVE, Reply, reply
from services.evidence.attached_files import FILES, attach_files
from services.evidence.items import NewItem
from services.forms.chosen_row import choose_row
from services.forms.task_case import Answers, text_of
from services.office.unit_options import Option, find_unit_name

OTHER_UNIT = "OTHER_UNIT"


def context(case: ActCase) -> Answers:
    """The unanswered requests to the person's own unit and the sheets that left for it (R109); one alone is chosen."""
    sheets = list_allegation_sheets(case.complaint, _own_unit(case), case.unit)
    asked = [_option(row, case) for row in _list_unanswered(case)]
    return {
        "open_respondent_requests": asked,
        **({"respondent_request_id": asked[0]["value"]} if len(asked) == 1 else {}),
        "facts": "\n\n".join(dict.fromkeys(sheet.facts for sheet in sheets)),
        "questions": "\n".join(sheet.questions for sheet in sheets),
    }


def asks_unit(unit_code: str) -> ColumnElement[bool]:
    """The condition on `complaint` that this unit was asked something that is unanswered."""
    unanswered = select(RespondentRequest.complaint_id).where(_is_for(unit_code), _is_unanswered())
    return Complaint.id.in_(unanswered)


def why_not(case: ActCase) -> str | None:
    """OTHER_UNIT when the person's unit was asked nothing that is unanswered."""
    return None if _list_unanswered(case) else OTHER_UNIT


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Record the reply with its files, or the waiver; a late one is kept beside its request and moves nothing."""
    row = choose_row(_list_unanswered(case), answers, "respondent_request_id")
    paper = text_of(answers, "waiver_paper") if answers.get("is_waived") is True else None
    reply(row, Reply(text_of(answers, "reply_text"), paper), case.unit, case.actor)
    told = NewItem(provider=find_unit_name(row.unit_code, case.unit), addendum_reason=AFTER_ARCHIVE)
    attach_files(case, answers, told)
    return {"respondent_request_id": row.id}


def _is_unanswered() -> ColumnElement[bool]:
    """Nothing came yet, and the unit may still answer: a sheet that went to a wrong unit was withdrawn."""
    return and_(
        RespondentRequest.replied_at.is_(None), RespondentRequest.end_reason.is_distinct_from(WRONG_UNIT)
    )


def _is_for(unit_code: str) -> ColumnElement[bool]:
    return is_reached_by_unit(unit_code, RespondentRequest.unit_code, RespondentRequest.staff_id)


def _own_unit(case: ActCase) -> str:
    return case.unit.session.get_one(Staff, staff_id_of(case.actor)).unit


def _list_unanswered(case: ActCase) -> list[RespondentRequest]:
    return list(
        case.unit.session.scalars(
            select(RespondentRequest)
            .where(
                RespondentRequest.complaint_id == case.complaint.id,
                _is_for(_own_unit(case)),
                _is_unanswered(),
            )
            .order_by(RespondentRequest.no)
        )
    )


def _option(row: RespondentRequest, case: ActCase) -> Option:
    asked_on = beijing_date(row.requested_at).isoformat()
    # Of a colleague without an account what he wrote himself is handed in.
    for_whom = "" if row.staff_id is None else f"，代交：{name_asked(row, case.unit)}"
    return {"label": f"第{row.no}次（{asked_on}{for_whom}）", "value": row.id}


ACT = Act(
    form=ActId.REPLY_AS_RESPONDENT,
    page_order=80,
    roles=frozenset({Role.UNIT_REP}),
    handler_may=False,
    answers=frozenset({"respondent_request_id", "reply_text", "is_waived", "waiver_paper", FILES}),
    required=frozenset({"reply_text", "respondent_request_id", "waiver_paper"}),
    units_cases=asks_unit,
    context=context,
    why_not=why_not,
    apply=apply,
)
