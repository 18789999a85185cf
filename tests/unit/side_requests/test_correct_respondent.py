"""Respondents are chosen and corrected by people; whatever reads them follows at once, and what stood there stays on file."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import DecisionKind, RequestState, Stage
from models.case.respondent import Respondent
from models.case.suggestion import Suggestion
from models.case.task import Task
from models.ground.codes import Disposal, RespondentMatch
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.office.roster import RosterEntry
from models.office.staff import Staff
from services.access.find_exclusion import find_exclusion
from services.acts.list_unit_cases import list_unit_cases
from services.beside.rectification.order_for_opinion import order_for_opinion
from services.beside.rectification.order_rectification import find_owing_unit
from services.case.correct_matters import CorrectMatters, correct_matters
from services.casefile.decisions import NewDecision, record_decision
from services.casefile.get_case import list_matters
from services.suggestions.suggested_unit import find_suggested_unit
from tests.architecture.source_tree import ROOT
from tests.unit.services.projected_task import accept
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_acts import page_of, take

CORRECT = "correct-respondent"
CLERK = "wen.rusheng"
LEFT = "shi.tuoyan"


def in_force(case: SideCase) -> list[Respondent]:
    rows = case.office.rows(Respondent, complaint_id=case.complaint_id, superseded_at=None)
    return sorted(rows, key=lambda row: row.no)


def correct(case: SideCase, by: str = CLERK, **answers: object) -> str:
    """Put another respondent in the place of the one that stands there; the id of the new row."""
    said = {"step": "correct", "entry": in_force(case)[0].id, "reason": "核对叫号记录", **answers}
    return take(case, CORRECT, by, **said).references["respondent_id"]


def is_out(case: SideCase, login: str) -> bool:
    with case.office.unit_of_work().reading() as unit:
        return find_exclusion(case.complaint_id, login, unit) is not None


def test_a_correction_changes_who_is_kept_out_who_owes_and_whose_case_it_is(case: SideCase) -> None:
    """ST-2, R24: nothing of the wrong guess goes on, and it can still be read."""
    guessed = in_force(case)[0]
    assert (guessed.unit, guessed.window, guessed.named_by) == ("RS", "C03", None)
    named = correct(case, unit="YH-TS", staff="cha.fenming", day="2026-09-03")
    row = in_force(case)[0]
    assert (row.id, row.unit, row.staff_id, row.match) == (
        named,
        "YH-TS",
        "cha.fenming",
        RespondentMatch.EXACT,
    )
    assert (row.named_by, row.reason, row.replaces, row.is_suggested) == (
        CLERK,
        "核对叫号记录",
        guessed.id,
        False,
    )
    assert is_out(case, "cha.fenming")
    with case.unit() as (unit, complaint):
        assert find_owing_unit(complaint, unit) == "YH-TS"
    rep = case.office.actor("ren.shebao")
    assert list(list_unit_cases(case.office.unit_of_work(), rep)) == []
    # Of the people of the route: the clerk's own office was complained about.
    correct(case, "du.daodi", unit="BD", window="E03", staff="by-roster", day="2026-09-03")
    assert (in_force(case)[0].unit, in_force(case)[0].staff_id) == ("BD", "jiang.tuotuo")
    assert not is_out(case, "cha.fenming")
    earlier = case.office.rows(Respondent, complaint_id=case.complaint_id)
    told = [(old.superseded_by, old.superseded_reason) for old in earlier if old.superseded_at]
    assert told == [(who, "核对叫号记录") for who in (CLERK, "du.daodi")]
    assert len(case.trail("respondent.corrected")) == 2


def test_the_roster_of_the_day_names_somebody_who_has_left_since(case: SideCase) -> None:
    """R24, ST-8h: who sat there then, not who sits there today; another day's window is refused."""
    with case.office.unit_of_work() as unit:
        unit.session.add(
            RosterEntry(
                staff_id=LEFT,
                window="C05",
                weekday=None,
                valid_from=date(2026, 6, 1),
                valid_to=date(2026, 6, 30),
            )
        )
        unit.session.get_one(Staff, LEFT).active = False
    options = page_of(case, CORRECT, CLERK)["staff_options"]
    assert LEFT in {option["value"] for option in options}  # type: ignore[attr-defined]  # the form's options
    with pytest.raises(InvalidInput) as today:
        correct(case, window="C05", staff=LEFT, day="2026-09-03")
    assert today.value.errors == {"staff": "NOT_IN_ROSTER"}
    with pytest.raises(InvalidInput) as nobody:
        correct(case, window="C05", staff="by-roster", day="2026-09-03")
    assert nobody.value.errors == {"staff": "NOT_ONE_IN_ROSTER"}
    correct(case, window="C05", staff="by-roster", day="2026-06-15")
    row = in_force(case)[0]
    assert (row.unit, row.window, row.staff_id) == ("RS", "C05", LEFT)
    assert row.roster_day == date(2026, 6, 15)


def test_several_respondents_stand_there_one_of_them_for_one_matter(case: SideCase) -> None:
    """R24: the second one belongs to a matter by its number; the same one is not named twice."""
    second = {"step": "add", "unit": "GJ", "window": "G01", "matter_no": "2", "reason": "第二项是公积金窗口"}
    take(case, CORRECT, CLERK, **second)
    assert [(row.unit, row.matter_no) for row in in_force(case)] == [("RS", None), ("GJ", 2)]
    with pytest.raises(InvalidInput) as twice:
        take(case, CORRECT, CLERK, **second)
    assert twice.value.errors == {"unit": "ALREADY_NAMED"}
    with pytest.raises(InvalidInput) as unknown:
        take(case, CORRECT, CLERK, **{**second, "matter_no": "7"})
    assert unknown.value.errors == {"matter_no": "NOT_AN_OPTION"}


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        ({}, {"unit": "REQUIRED"}),
        ({"unit": "GJ", "window": "C03"}, {"window": "OTHER_UNIT"}),
        ({"unit": "GJ", "staff": "jia.manglu"}, {"staff": "OTHER_UNIT"}),
        ({"unit": "GJ", "day": "2026-09-08"}, {"day": "IN_THE_FUTURE"}),
        ({"unit": "GJ", "reason": ""}, {"reason": "REQUIRED"}),
    ],
)
def test_what_does_not_belong_together_is_marked(
    case: SideCase, chosen: dict[str, str], fault: dict[str, str]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        correct(case, **{"day": "2026-09-03", **chosen})
    assert refused.value.errors == fault


def test_a_praised_person_is_taken_away_and_none_is_left(case: SideCase) -> None:
    """ST-2: praise is no complaint; the guess goes and nobody stands in its place."""
    correct(case, unit="YH-TS", staff="cha.fenming")
    removal = {"step": "remove", "entry": in_force(case)[0].id, "reason": "来件是表扬查分明"}
    take(case, CORRECT, "du.daodi", **removal)
    assert in_force(case) == []
    assert not is_out(case, "cha.fenming")
    with pytest.raises(Conflict) as again:
        take(case, CORRECT, CLERK, **removal)
    assert again.value.code == "RESPONDENT_CORRECTED"


def test_of_two_corrections_at_once_the_second_is_told(case: SideCase) -> None:
    """ST-2: both pages showed the same entry; nothing of the second is saved."""
    shown = in_force(case)[0].id
    correct(case, unit="GJ", entry=shown)
    with pytest.raises(Conflict) as late:
        correct(case, unit="SW", entry=shown)
    assert late.value.code == "RESPONDENT_CORRECTED"
    assert [row.unit for row in in_force(case)] == ["GJ"]


def test_a_sheet_to_a_wrongly_guessed_unit_is_withdrawn_and_answered_by_nobody(case: SideCase) -> None:
    """ST-2: the reason stays with the row; the investigation does not wait for it, and the unit finds no case."""
    take(case, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明收件情况")
    correct(case, unit="GJ", window="G01")
    request = case.one(RespondentRequest)
    assert (request.state, request.end_reason) == (RequestState.LAPSED, "WRONG_UNIT")
    assert len(case.messages("complaint.respondent-replied")) == 1
    assert [payload["unit_code"] for payload in case.trail("respondent.sheet_withdrawn")] == ["RS"]
    with pytest.raises(NotFound):
        page_of(case, "reply-as-respondent", "ren.shebao")
    rep = case.office.actor("ren.shebao")
    assert list(list_unit_cases(case.office.unit_of_work(), rep)) == []


def test_a_sheet_stays_while_another_respondent_is_of_the_same_unit(case: SideCase) -> None:
    take(case, "ask-respondent", "xun.wenshi", unit="RS", questions="请说明收件情况")
    correct(case, unit="RS", window="C01", staff="leng.rubing", day="2026-09-03")
    assert case.one(RespondentRequest).state is RequestState.OPEN


def test_a_suggestion_is_confirmed_by_hand_or_by_the_decision_on_acceptance(case: SideCase) -> None:
    """R24: at the latest by who decides; what a person has confirmed before stays his."""
    assert in_force(case)[0].confirmed_by == CLERK
    filed = case.office.file(address="203.0.113.40")
    other = SideCase(case.office, filed.complaint_id, filed.number, filed.query_code)
    assert in_force(other)[0].is_suggested
    take(other, CORRECT, "jian.rujing", step="confirm", entry=in_force(other)[0].id)
    accept(case.office, other.complaint_id)
    assert in_force(other)[0].confirmed_by == "jian.rujing"
    assert len(other.trail("respondent.confirmed")) == 1


def test_a_handler_who_is_complained_about_has_no_work_in_the_case_any_more(case: SideCase) -> None:
    """R45: what he held goes back to its groups at once."""
    key = case.open_task("record-findings", "77")
    with case.office.unit_of_work() as unit:
        unit.session.get_one(Task, key).claimed_by = "xun.wenshi"
    correct(case, unit="YH-TS", staff="xun.wenshi")
    assert is_out(case, "xun.wenshi")
    assert case.office.rows(Task, user_task_key=key)[0].claimed_by is None
    assert case.office.rows(Complaint, id=case.complaint_id)[0].handler_id is None


def test_after_the_approved_opinion_nothing_is_corrected_and_other_roles_never(case: SideCase) -> None:
    """R24."""
    with pytest.raises(NotPermitted):
        take(case, CORRECT, "cai.youdu", step="add", unit="GJ", reason="x")
    with case.unit() as (unit, complaint):
        record_decision(
            NewDecision(complaint.id, DecisionKind.APPROVAL, complaint.round, {}),
            unit,
            case.office.actor("cai.youdu"),
        )
    with pytest.raises(RuleRefused) as approved:
        correct(case, unit="GJ")
    assert approved.value.code == "OPINION_APPROVED"
    with case.unit() as (_, complaint):
        complaint.stage = Stage.FEEDBACK
    with pytest.raises(RuleRefused) as over:
        correct(case, unit="GJ")
    assert over.value.code == "STAGE_OVER"


def test_each_matter_is_put_right_by_the_unit_that_it_is_about(case: SideCase) -> None:
    """R24: by the respondent of the matter, else by that of the whole complaint."""
    said = {"step": "add", "unit": "GJ", "matter_no": "2", "reason": "第二项是公积金窗口"}
    take(case, CORRECT, CLERK, **said)
    with case.unit() as (unit, complaint):
        for matter in list_matters(complaint.id, unit):
            matter.disposals = [Disposal.ORDER_RECTIFICATION]
        orders = order_for_opinion(complaint, unit, case.office.actor("cai.youdu"))
        assert [order.unit_code for order in orders] == ["RS", "GJ"]
        assert "第2项" in orders[1].what
        assert "1" not in orders[1].what


def test_the_respondent_of_a_matter_that_goes_into_another_stays_with_the_complaint(case: SideCase) -> None:
    """R24."""
    said = {"step": "add", "unit": "GJ", "matter_no": "2", "reason": "第二项是公积金窗口"}
    take(case, CORRECT, CLERK, **said)
    command = CorrectMatters(case.complaint_id, ("按公布的办事指南收件并说明依据",))
    correct_matters(command, case.office.unit_of_work(), case.office.actor(CLERK))
    assert [(row.unit, row.matter_no) for row in in_force(case)] == [("RS", None), ("GJ", None)]


def test_a_unit_that_was_suggested_by_a_wrong_respondent_is_suggested_no_more(case: SideCase) -> None:
    """ST-2: the kept suggestion is not changed; the form of the decision begins empty."""
    with case.unit() as (unit, complaint):
        facts = {"facts": {"respondent_unit": "RS"}}
        row = Suggestion(
            complaint_id=complaint.id, unit="RS", made_at=case.office.clock.now(), versions=facts
        )
        unit.session.add(row)
        unit.session.flush()
        assert find_suggested_unit(row, unit) == "RS"
    correct(case, unit="GJ", window="G01")
    with case.unit() as (unit, complaint):
        kept = unit.session.get_one(Suggestion, complaint.id)
        assert (kept.unit, find_suggested_unit(kept, unit)) == ("RS", None)


def test_every_reader_of_respondents_goes_by_those_in_force() -> None:
    """ST-2: one that forgets it would follow a guess that was corrected; one reads the history too, two count it."""
    texts = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in sorted((ROOT / "services").rglob("*.py"))
    }
    readers = {
        path: text.count("Respondent.in_force()")
        for path, text in texts.items()
        if "Respondent.complaint_id" in text
    }
    whole = {path for path, text in texts.items() if "list_all_respondents(" in text}
    assert whole == {"services/views/respondents.py", "services/casefile/get_case.py"}
    assert readers.pop("services/casefile/get_case.py") == 0
    assert readers.pop("services/restriction/answer_title.py") == 0
    assert [path for path, asked in readers.items() if asked == 0] == []
    assert len(readers) > 9
