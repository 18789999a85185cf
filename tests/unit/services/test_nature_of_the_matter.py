"""How grave a case is, and that its class is judged anew where the split was corrected after the tables were asked (DM-23)."""

from __future__ import annotations

from models.case.complaint import Complaint
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.correct_respondent import Correction, name_respondent
from services.case.respondent_choice import ChosenRespondent
from services.once.once_per_job import JobIdentity
from services.suggestions.record_suggestion import RecordSuggestion, record_suggestion
from services.views.task_page import get_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, submit

AGAIN = "按更正前的事项、类别、轻重缓急和被投诉方得出，请重新判断"


def suggest(office: FullOffice, case: str) -> None:
    command = RecordSuggestion(
        case,
        "rights_harmed",
        "serious",
        "intervene",
        "RS",
        "complex",
        JobIdentity("1", "7", "complaint.record-suggestion"),
    )
    record_suggestion(command, office.unit_of_work(), office.actor("wen.rusheng"))


def shown(office: FullOffice, case: str) -> dict[str, object]:
    key = add_task(office, case, "decide-acceptance")
    return get_task(key, office.unit_of_work(), office.actor("wen.rusheng")).data


def test_the_severity_that_a_person_confirms_is_kept(office: FullOffice) -> None:
    """DM-23: it was suggested and never written."""
    case = office.file().complaint_id
    suggest(office, case)
    assert shown(office, case)["severity"] == "serious"
    answers = {
        "category": "rights_harmed",
        "route": "intervene",
        "complexity": "complex",
        "severity": "urgent",
    }
    submit(office, case, "decide-acceptance", "wen.rusheng", **answers, matters=[ACCEPTED_ROW] * 2)
    with office.unit_of_work().reading() as unit:
        assert unit.session.get_one(Complaint, case).severity == "urgent"


def test_the_class_is_asked_again_after_a_correction_of_the_split(office: FullOffice) -> None:
    """DM-23."""
    case = office.file().complaint_id
    suggest(office, case)
    assert AGAIN not in str(shown(office, case)["suggested_complexity_label"])
    texts = ("按公布的办事指南收件", "说明多要一份证明的依据", "窗口工作人员态度生硬")
    correct_matters(CorrectMatters(case, texts), office.unit_of_work(), office.actor("wen.rusheng"))
    assert AGAIN in str(shown(office, case)["suggested_complexity_label"])


def test_the_class_is_to_be_judged_anew_after_a_correction_of_the_respondent(office: FullOffice) -> None:
    """Two units instead of one, or another one: what the tables said followed from a wrong reading."""
    case = office.file().complaint_id
    suggest(office, case)
    assert AGAIN not in str(shown(office, case)["suggested_complexity_label"])
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        correction = Correction(complaint, "投诉人来电补充", unit, office.actor("wen.rusheng"))
        name_respondent(ChosenRespondent(unit="MZ"), correction)
    assert AGAIN in str(shown(office, case)["suggested_complexity_label"])
