"""Act `correct-respondent`: whom the complaint is about is chosen, corrected, taken away or confirmed by a person."""

from collections.abc import Mapping
from datetime import date

from bpmn.names import ActId
from models.case.respondent import Respondent
from models.case.told_respondent import ToldRespondent
from models.ground.codes import Role
from services.acts.act import Act
from services.acts.act_case import ActCase
from services.case.correct_respondent import (
    RESPONDENT_CORRECTED,
    Correction,
    confirm_respondent,
    find_correction_bar,
    get_in_force,
    name_respondent,
    remove_respondent,
)
from services.case.respondent_choice import ChosenRespondent
from services.case.respondent_options import (
    list_entry_options,
    list_item_options,
    list_matter_options,
    list_people_of_day_options,
    list_window_options,
)
from services.forms.task_case import Answers, text_of
from services.office.unit_options import list_unit_options
from services.tasks.extract import Extract

# On the form, which is in Chinese.
NOTHING_TOLD = "（未填写）"
_TOLD = (("unit", "单位"), ("window", "窗口"), ("person", "人员"), ("item", "事项"))


def context(case: ActCase) -> Answers:
    """The complainant's own words, who stands there now, and everybody by the roster of the day of the matter."""
    unit, complaint = case.unit, case.complaint
    shown: Answers = {
        "told": _told(case),
        "entry_options": list_entry_options(complaint.id, unit),
        "unit_options": list_unit_options(unit),
        "window_options": list_window_options(unit),
        "staff_options": list_people_of_day_options(complaint.occurred_on, unit),
        "item_options": list_item_options(unit),
        "matter_options": list_matter_options(complaint.id, unit),
    }
    if complaint.occurred_on is not None:
        shown["day"] = complaint.occurred_on.isoformat()
    return shown


def why_not(case: ActCase) -> str | None:
    """STAGE_OVER or OPINION_APPROVED: the opinion speaks of the respondents as they were."""
    return find_correction_bar(case.complaint, case.unit)


def find_stale(case: ActCase, answers: Mapping[str, object]) -> str | None:
    """RESPONDENT_CORRECTED when the entry was corrected by somebody since the page was shown."""
    entry = answers.get("entry")
    if not isinstance(entry, str) or answers.get("step") == "add":
        return None
    row = case.unit.session.get(Respondent, entry)
    if row is None or row.complaint_id != case.complaint.id:
        return None
    return None if row.superseded_at is None else RESPONDENT_CORRECTED


def apply(case: ActCase, answers: Answers) -> dict[str, str]:
    """Do it; exclusion, sheets, orders and lists follow at once."""
    step = text_of(answers, "step")
    correction = Correction(case.complaint, text_of(answers, "reason"), case.unit, case.actor)
    if step == "add":
        return {"respondent_id": name_respondent(_chosen(answers), correction).id}
    entry = get_in_force(case.complaint.id, text_of(answers, "entry"), case.unit)
    if step == "correct":
        return {"respondent_id": name_respondent(_chosen(answers), correction, instead_of=entry).id}
    if step == "remove":
        remove_respondent(entry, correction)
    else:
        confirm_respondent(entry, case.unit, case.actor)
    return {"respondent_id": entry.id}


def _chosen(answers: Answers) -> ChosenRespondent:
    day, matter = text_of(answers, "day"), text_of(answers, "matter_no")
    return ChosenRespondent(
        unit=text_of(answers, "unit"),
        window=text_of(answers, "window"),
        staff=text_of(answers, "staff"),
        item=text_of(answers, "item"),
        day=date.fromisoformat(day) if day else None,
        matter_no=int(matter) if matter else None,
    )


def _told(case: ActCase) -> str:
    told = case.unit.session.get(ToldRespondent, case.complaint.id)
    words = [(label, getattr(told, field)) for field, label in _TOLD] if told is not None else []
    return "\n".join(f"{label}：{text}" for label, text in words if text) or NOTHING_TOLD


ACT = Act(
    form=ActId.CORRECT_RESPONDENT,
    page_order=35,
    roles=frozenset({Role.INTAKE, Role.INVESTIGATOR, Role.SUPERVISOR}),
    handler_may=True,
    near_may=True,
    answers=frozenset({"step", "entry", "unit", "window", "staff", "item", "day", "matter_no", "reason"}),
    required=frozenset({"step", "entry", "reason"}),
    find_stale=find_stale,
    extract=(Extract.RESPONDENTS, Extract.MATTERS, Extract.EVIDENCE, Extract.TOLD),
    context=context,
    why_not=why_not,
    apply=apply,
)
