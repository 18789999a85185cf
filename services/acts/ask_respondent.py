"""Act `ask-respondent`: whoever is complained about is asked for a statement, by who investigates or looks at it again."""

from bpmn.names import ActId
from models.case.lifecycle import Stage
from models.ground.codes import Role
from models.office.staff import Staff
from services.access.find_designation import may_act_for
from services.actor import staff_id_of
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.acts.concerned_units import list_concerned_units
from services.acts.second_look import find_second_look, find_second_look_bar
from services.beside.rectification.order_rectification import find_owing_unit
from services.beside.respondent.ask_respondent import (
    NOT_INVESTIGATED,
    AskRespondent,
    ask_respondent,
    list_people_complained_about,
)
from services.beside.sheets.leaving import Leaving, LeavingSheet, word_leaving
from services.beside.sheets.sent_sheet import Draft, preview
from services.case.earlier_diagram import find_diagram_bar
from services.forms.task_case import Answers, text_of, texts_of
from services.office.deputies import list_acting_roles
from services.office.people_names import list_people_options
from services.office.unit_options import CENTRE_KINDS, list_unit_options
from services.requests.kinds.respondent import RESPONDENT
from services.requests.named_matters import list_matter_options, read_matter_nos
from services.tasks.extract import OF_THE_FILE, OF_THE_INVESTIGATION, Extract


def context(case: ActCase) -> Answers:
    """The units and people that the case concerns; its unit is filled in, and what leaves is shown.

    Another unit is asked once it stands in the file as a respondent, with the reason (act `correct-respondent`). While
    nobody is known whom the case is about, every unit of the centre may be asked, and by a second look, after the stages in
    which respondents are corrected: it may see whom the first missed.
    """
    is_first = case.complaint.stage is Stage.INVESTIGATION
    concerned = list_concerned_units(case.complaint, case.unit) if is_first else frozenset()
    units = list_unit_options(case.unit, kinds=CENTRE_KINDS)
    shown: Answers = {
        "unit_options": [option for option in units if option["value"] in concerned] or units,
        "person_options": list_people_options(
            list_people_complained_about(case.complaint, case.unit), case.unit
        ),
        "matter_options": list_matter_options(case.complaint, case.unit),
        **preview(Draft(RESPONDENT.name, case.actor.name), case.complaint, case.unit),
    }
    if about := find_owing_unit(case.complaint, case.unit):
        shown["unit"] = about
    return shown


def why_not(case: ActCase) -> str | None:
    """NOT_INVESTIGATED outside investigation and review, EARLIER_DIAGRAM in one that waits for none, the bars of a reviewer."""
    if case.complaint.stage is not Stage.INVESTIGATION:
        return find_second_look_bar(case)
    if not _is_investigating(case):
        return NOT_INVESTIGATED
    return find_diagram_bar(RESPONDENT, case.complaint, case.unit)


def _is_investigating(case: ActCase) -> bool:
    """The roles beside are those of reviewers; they ask nobody while somebody else investigates."""
    login = staff_id_of(case.actor)
    staff = case.unit.session.get_one(Staff, login)
    return (
        case.complaint.handler_id == login
        or Role.INVESTIGATOR in list_acting_roles(staff, case.unit.session)
        or may_act_for(case.complaint.id, login, frozenset({Role.INVESTIGATOR}), case.unit)
    )


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Ask; the window for the reply opens."""
    matter_nos = read_matter_nos(texts_of(answers, "matter_nos"))
    command = AskRespondent(
        text_of(answers, "unit"),
        text_of(answers, "questions"),
        matter_nos,
        find_second_look(case),
        text_of(answers, "person"),
        case.decided,
    )
    row = ask_respondent(command, case.complaint, case.unit, case.actor)
    return {"respondent_request_id": row.id}


def leaves(case: ActCase, answers: Answers) -> Leaving:
    """The sheet of its matters, and the words beside it."""
    sheet = LeavingSheet([text_of(answers, "unit")], read_matter_nos(texts_of(answers, "matter_nos")))
    return word_leaving(sheet, text_of(answers, "questions"), case)


ACT = Act(
    form=ActId.ASK_RESPONDENT,
    page_order=70,
    roles=frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.APPROVER, Role.DIRECTOR}),
    handler_may=True,
    answers=frozenset({"unit", "person", "questions", "matter_nos"}),
    required=frozenset({"questions", "unit"}),
    extract=(Extract.ASKED, *OF_THE_FILE, *OF_THE_INVESTIGATION),
    context=context,
    why_not=why_not,
    apply=apply,
    leaves=leaves,
)
