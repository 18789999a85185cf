"""Orders, notices of findings, and what is missing in a report: whoever decides is asked of each mark of a third person."""

from __future__ import annotations

import pytest

from models.beside.rectification import Rectification
from models.beside.sent_sheet import SentSheet
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.case.task import Task
from models.ground.errors import InvalidInput
from models.ledger.trail_event import TrailEvent
from services.beside.sheets.settle_leaving import Decided
from services.forms.task_case import TaskCase
from services.letters.word_letter import WordLetter, word_letter
from services.tasks.approve_settlement import context
from services.views.task_page import get_task
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.said_of_disposals import SAID
from tests.unit.services.projected_task import ACCEPT, add_task, submit, submit_alone, support_claims, walk_to
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_after_opinion import INSTANCE, bind, decide, order, report
from tests.unit.side_requests.test_changed_review import ask_unit, change, judged, reply, rows_of

__all__ = ["judged"]

CLERK, HANDLER, APPROVER, SUPERVISOR = "ying.shoudao", "xun.wenshi", "heng.gongyun", "jian.rujing"
DAUGHTER, NEIGHBOUR = "林小雨", "赵德柱"
WHY = "须向其本人致歉"
REQUIREMENT = f"请向办事人的女儿{DAUGHTER}书面致歉"
REASON = f"在场的邻居{NEIGHBOUR}可证"
DECIDED = Decided({DAUGHTER: WHY, NEIGHBOUR: None}, is_checked=True)
ORDERED = {
    **SAID,
    "finding": "substantiated",
    "reason": REASON,
    "basis": "办事指南",
    "disposals": ["order_rectification"],
    "order_requirement": REQUIREMENT,
    "order_unit": "RS",
}
PLAIN = {
    **SAID,
    "finding": "substantiated",
    "reason": "有依据",
    "basis": "办事指南",
    "disposals": ["correct_error"],
}
LEFT = [{"words": DAUGHTER, "reason": WHY}]


def tell_places(office: FullOffice, case: str) -> None:
    """Words that single somebody out are refused at level 0."""
    with office.unit_of_work() as unit:
        unit.session.get_one(Complaint, case).disclosure_level = 1


def refuse(send: object, decided: Decided | None) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        send(decided)  # type: ignore[operator]  # a function of what was decided
    return set(refused.value.errors)


def test_an_approved_opinion_orders_and_tells_as_whoever_approves_decided(office: FullOffice) -> None:
    """SE-15: sent back it asks nothing; approved, order and notice leave as decided, and the trail has counts alone."""
    case = office.file().complaint_id
    tell_places(office, case)
    walk_to(office, case, "draft-opinion")
    submit(office, case, "draft-opinion", HANDLER, matters=[ORDERED, PLAIN])
    submit(office, case, "approve-opinion", APPROVER, opinion_decision="return", comment="请补充依据")
    submit(office, case, "draft-opinion", HANDLER, matters=[ORDERED, PLAIN])
    key = add_task(office, case, "approve-opinion")

    def approve(decided: Decided | None) -> None:
        answers = {"opinion_decision": "approve", **NOTHING_TO_IMPROVE}
        submit_task(SubmitTask(key, answers, decided), office.unit_of_work(), office.actor(APPROVER))

    assert refuse(approve, None) == {"third_persons", "third_persons.0", "third_persons.1"}
    assert refuse(approve, Decided({DAUGHTER: None}, is_checked=True)) == {"third_persons.1"}
    assert office.rows(Rectification, complaint_id=case) == office.rows(ToldFinding, complaint_id=case) == []
    approve(DECIDED)
    [row] = office.rows(Rectification, complaint_id=case)
    [sheet] = office.rows(SentSheet, request_id=row.id)
    assert REQUIREMENT in sheet.words
    assert sheet.left_standing == LEFT
    [told] = office.rows(ToldFinding, complaint_id=case, unit_code="RS", staff_id=None)
    assert f"责令整改：{REQUIREMENT}" in told.text
    assert "理由：在场的邻居■可证" in told.text
    assert told.left_standing == LEFT
    [event] = office.rows(TrailEvent, complaint_id=case, kind="words.confirmed")
    assert (event.payload["cut"], event.payload["left"], WHY in str(event.payload)) == (1, 1, False)


def test_a_review_that_changes_asks_of_what_it_adds(judged: SideCase) -> None:
    """SE-15: the order and the notice of what it changes leave as decided; what stood before is asked of nobody."""
    tell_places(judged.office, judged.complaint_id)
    ask_unit(judged)
    reply(judged)
    improvement = {"improvement_area": "rules", "improvement_text": REQUIREMENT, "improvement_owner": "科长"}
    matters = rows_of(judged, reason=REASON, **improvement)
    sheets = len(judged.office.rows(SentSheet, complaint_id=judged.complaint_id))

    def decide_so(decided: Decided | None) -> None:
        change(judged, decided=decided, matters=matters)

    assert refuse(decide_so, None) == {"third_persons", "third_persons.0", "third_persons.1"}
    assert len(judged.office.rows(SentSheet, complaint_id=judged.complaint_id)) == sheets
    decide_so(DECIDED)
    last = max(judged.office.rows(Rectification, complaint_id=judged.complaint_id), key=lambda row: row.no)
    sheet = judged.one(SentSheet, request_id=last.id)
    assert (REQUIREMENT in sheet.words, sheet.left_standing) == (True, LEFT)
    told = judged.office.rows(ToldFinding, complaint_id=judged.complaint_id)
    assert told
    assert all(NEIGHBOUR not in row.text and row.left_standing == LEFT for row in told)
    assert any("理由：在场的邻居■可证" in row.text for row in told)


@pytest.fixture
def on_spot(office: FullOffice) -> str:
    case = office.file().complaint_id
    tell_places(office, case)
    decision = {
        "category": "bad_attitude",
        "route": "on_spot",
        "complexity": "simple",
        "disclosure_level": "1",
    }
    submit(office, case, "decide-acceptance", CLERK, **decision, matters=[ACCEPT, ACCEPT])
    return case


def settle(office: FullOffice, case: str, decided: Decided | None, **row: object) -> None:
    key = add_task(office, case, "settle-on-spot")
    answers = {
        "is_settled": "yes",
        "confirmed_by_complainant": True,
        "matters": [{**ORDERED, "responsibility": "unit", **row}, {**PLAIN, "responsibility": "unit"}],
        "claims": support_claims(office, case),
        **NOTHING_TO_IMPROVE,
    }
    submit_task(SubmitTask(key, answers, decided), office.unit_of_work(), office.actor(CLERK))


def test_what_is_settled_on_the_spot_orders_as_whoever_settles_decided(
    office: FullOffice, on_spot: str
) -> None:
    """SE-15: what waits for approval with it leaves as its proposer decided, and its approver reads what stands."""
    decided = Decided({DAUGHTER: WHY}, is_checked=True)
    assert refuse(lambda told: settle(office, on_spot, told), None) == {"third_persons", "third_persons.0"}
    bribe = ["order_rectification", "propose_discipline"]
    settle(office, on_spot, decided, disposals=bribe)
    assert office.rows(Rectification, complaint_id=on_spot) == []
    key = add_task(office, on_spot, "approve-settlement")
    with office.unit_of_work().reading() as unit:
        task, complaint = unit.session.get_one(Task, key), unit.session.get_one(Complaint, on_spot)
        shown = context(TaskCase(unit, complaint, task, office.actor(APPROVER)))
    assert f"送出时保留可能指向他人的“{DAUGHTER}”，理由：{WHY}" in str(shown["proposal"])
    submit_alone(office, on_spot, "approve-settlement", APPROVER, approval="approve")
    [row] = office.rows(Rectification, complaint_id=on_spot)
    [sheet] = office.rows(SentSheet, request_id=row.id)
    assert (REQUIREMENT in sheet.words, sheet.left_standing) == (True, LEFT)


@pytest.mark.parametrize(("why", "read"), [(None, "■"), (WHY, DAUGHTER)])
def test_what_is_missing_is_read_as_whoever_verified_decided(
    case: SideCase, why: str | None, read: str
) -> None:
    """SE-15: in the form and above it; a report that stands sends no words, so that nothing is asked."""
    decide(case, ["order_rectification"], [])
    bind(case, Rectification, order(case)[0].id)
    report(case)
    key, note = case.open_task("verify-rectification", INSTANCE), f"尚未向办事人的女儿{DAUGHTER}致歉"

    def send_back(decided: Decided | None) -> None:
        command = SubmitTask(key, {"is_verified": "no", "note": note}, decided)
        submit_task(command, case.office.unit_of_work(), case.office.actor(SUPERVISOR))

    assert refuse(send_back, None) == {"third_persons", "third_persons.0"}
    send_back(Decided({DAUGHTER: why}, is_checked=True))
    again = case.open_task("report-rectification", INSTANCE)
    page = get_task(again, case.office.unit_of_work(), case.office.actor("ren.shebao"))
    told = f"尚未向办事人的女儿{read}致歉"
    assert page.sent_back is not None
    assert (page.data["verify_note"], page.sent_back.reason) == (told, told)
    assert case.one(Rectification).verify_note == note, "the file has it whole"
    report(case)
    case.submit("verify-rectification", SUPERVISOR, INSTANCE, is_verified="yes", note=note)


def test_what_is_worded_anew_in_a_letter_to_a_unit_is_asked_once(case: SideCase) -> None:
    """SE-15: what the office and the file propose was decided before, and what was decided here is not asked again."""
    decide(case, ["order_rectification"], [])
    row = order(case)[0]

    def word(decided: Decided | None, version: int = 0, **words: str) -> None:
        command = WordLetter(case.complaint_id, "rectification_notice", row.id, words, version, decided)
        word_letter(command, case.office.unit_of_work(), case.office.actor(HANDLER))

    opening = f"经调查，在场的邻居{NEIGHBOUR}可证，请就办事人的女儿{DAUGHTER}所反映的事项整改。"
    refused = refuse(lambda decided: word(decided, opening=opening), None)
    assert refused == {"third_persons", "third_persons.0", "third_persons.1"}
    assert case.office.rows(CaseLetter, complaint_id=case.complaint_id) == []
    word(DECIDED, opening=opening)
    cut = opening.replace(NEIGHBOUR, "■")
    word(None, 1, opening=cut, report="请书面报送。")
    letter = case.one(CaseLetter)
    assert (letter.words, letter.left_standing) == ({"opening": cut, "report": "请书面报送。"}, LEFT)
