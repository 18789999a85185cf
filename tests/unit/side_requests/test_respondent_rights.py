"""The rights of whom a case is about: asked himself, told the finding, one objection, a note where it is not true (N14)."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.objection import Objection
from models.beside.respondent_request import RespondentRequest
from models.beside.review import Review
from models.beside.sent_sheet import SentSheet
from models.beside.support_note import SupportNote
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.identity_consent import IdentityConsent
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ground.codes import Finding, RequestedSide, ToldWay
from models.ground.errors import Conflict, InvalidInput, NotFound, NotPermitted, RuleRefused
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.acts.list_unit_cases import list_unit_cases
from services.beside.respondent.reply import Reply
from services.beside.review.open_review import OpenReview, open_review, why_no_review
from services.case.follow_respondent import withdraw_sheets
from services.requests.start_own_process import StartOwnProcess, start_own_process
from services.rights.decide_objection import (
    REVIEW_REASON,
    DecideObjection,
    decide_objection,
    list_open_objections,
    open_decision,
)
from services.rights.object_to_finding import ObjectToFinding, object_to_finding
from services.rights.own_part import ROWS, read_own_part, read_own_sheet, reply_to_sheet
from services.rights.receive_finding import HandOver, hand_over_finding
from services.rights.support_note import IssueNote, issue_note, read_note
from services.views.task_page import get_task
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.told_case import (
    APPROVER,
    COLLEAGUE,
    DIRECTOR,
    INVESTIGATOR,
    PERSON,
    REPRESENTATIVE,
    TRUE,
    UNTRUE,
    WORDED,
    accuse,
    answer,
    approve,
    draft,
    find,
    give_account,
    open_as,
    told_to,
)

CLERK, SUPERVISOR = "wen.rusheng", "jian.rujing"
NOTE = "经依法调查，上述事项不属实。特此说明。"


@pytest.fixture
def accused(case: SideCase) -> SideCase:
    """A person of RS with an account by the second matter, his unit by both."""
    give_account(case, PERSON, COLLEAGUE, REPRESENTATIVE)
    accuse(case)
    return case


@pytest.fixture
def told(accused: SideCase) -> SideCase:
    """Found, approved and answered; nobody has opened anything."""
    draft(accused)
    approve(accused)
    answer(accused)
    return accused


def ask(case: SideCase, *matters: str, person: str = PERSON, unit: str = "RS") -> str:
    given = {"unit": unit, "person": person, "questions": "请说明当时的答复", "matter_nos": list(matters)}
    taken = act(case.office, case.complaint_id, "ask-respondent", INVESTIGATOR, **given)
    return taken.references["respondent_request_id"]


def reply_as(case: SideCase, login: str, request_id: str, said: Reply) -> None:
    reply_to_sheet(request_id, said, case.office.unit_of_work(), case.office.actor(login))


def own_part(case: SideCase, login: str):  # type: ignore[no-untyped-def]  # an OwnPart
    return read_own_part(case.office.unit_of_work(), case.office.actor(login))


def object_as(case: SideCase, login: str, row: ToldFinding, reason: str = "录像另有角度") -> None:
    object_to_finding(ObjectToFinding(row.id, reason), case.office.unit_of_work(), case.office.actor(login))


def decide(case: SideCase, login: str, *, is_upheld: bool, reason: str = "理由成立") -> None:
    command = DecideObjection(case.one(Objection).id, is_upheld, reason)
    decide_objection(command, case.office.unit_of_work(), case.office.actor(login))


def issue(case: SideCase, row: ToldFinding, login: str = SUPERVISOR, text: str = NOTE) -> None:
    issue_note(IssueNote(row.id, text), case.office.unit_of_work(), case.office.actor(login))


def set_level(case: SideCase, level: int) -> None:
    with case.unit() as (unit, complaint):
        unit.session.get_one(Complaint, complaint.id).disclosure_level = level
        unit.session.add(
            IdentityConsent(
                id="c" * 32,
                complaint_id=complaint.id,
                text="同意告知",
                recorded_by=CLERK,
                recorded_at=unit.clock.now(),
            )
        )


def test_a_person_is_asked_with_his_own_sheet_and_findings_wait_for_him(accused: SideCase) -> None:
    """N14, R44, DM-3: about his own matter; nothing is found of it before he has spoken, and he alone speaks."""
    request_id = ask(accused)
    assert accused.one(RespondentRequest).matter_nos == [2]
    with pytest.raises(InvalidInput) as refused:
        find(accused, TRUE, UNTRUE)
    assert refused.value.errors == {"matters.1.finding": "FINDING_WAITS_FOR_UNIT"}
    fact = refused.value.facts["matters.1.finding"]
    assert (fact["unit"], fact["until"]) == ("冷如冰（窗口人员）本人", date(2026, 9, 10))
    for other in (COLLEAGUE, REPRESENTATIVE, INVESTIGATOR):
        with pytest.raises(NotFound):
            reply_as(accused, other, request_id, Reply("我替他说"))
    rep = accused.office.actor(REPRESENTATIVE)
    (listed,) = list_unit_cases(accused.office.unit_of_work(), rep) or [None]
    assert listed is None or "reply-as-respondent" not in listed.acts
    reply_as(accused, PERSON, request_id, Reply("当时已说明依据"))
    find(accused, TRUE, UNTRUE)
    assert accused.one(RespondentRequest).replied_by == PERSON


def test_his_sheet_has_the_facts_of_the_level_and_at_no_level_who_complained(accused: SideCase) -> None:
    """N14, DM-24: by consent the unit is told the name; the person complained about is not."""
    set_level(accused, 2)
    sheet = read_own_sheet(ask(accused), accused.office.unit_of_work(), accused.office.actor(PERSON))
    assert WORDED[1] in sheet.facts
    assert WORDED[0] not in sheet.facts, "another's matter"
    assert "简一趟" not in sheet.facts
    assert accused.one(SentSheet).level == 1
    ask(accused, person="")
    assert "简一趟" in next(row.text for row in accused.office.rows(SentSheet) if row.level == 2)


def test_a_waiver_of_a_person_is_his_own_and_in_writing(accused: SideCase) -> None:
    """DM-35: without a paper nothing is given up."""
    request_id = ask(accused)
    with pytest.raises(InvalidInput) as refused:
        reply_as(accused, PERSON, request_id, Reply("", " "))
    assert refused.value.errors == {"waiver_paper": "REQUIRED"}
    reply_as(accused, PERSON, request_id, Reply("", "放弃陈述书，本人签字"))
    find(accused, TRUE, UNTRUE)


def test_whoever_has_no_account_speaks_through_the_representative_of_his_unit(case: SideCase) -> None:
    """N14: nobody is unheard for want of a login; the file says whose words they are."""
    give_account(case, REPRESENTATIVE)
    accuse(case)
    request_id = ask(case)
    said = {"respondent_request_id": request_id, "reply_text": "本人所写：已说明依据"}
    act(case.office, case.complaint_id, "reply-as-respondent", REPRESENTATIVE, **said)
    row = case.one(RespondentRequest)
    assert (row.staff_id, row.replied_by) == (PERSON, REPRESENTATIVE)
    find(case, TRUE, UNTRUE)


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"person": COLLEAGUE}, {"person": "NOT_AN_OPTION"}),
        ({"unit": "GA"}, {"person": "OTHER_UNITS_PERSON"}),
        ({"matters": ("1",)}, {"matter_nos": "NOT_ABOUT_PERSON"}),
    ],
)
def test_only_a_respondent_is_asked_and_about_his_own_matters(
    accused: SideCase, given: dict[str, object], errors: dict[str, str]
) -> None:
    """R109: nobody learns of a matter that is not about him."""
    matters = given.pop("matters", ())
    with pytest.raises(InvalidInput) as refused:
        ask(accused, *matters, **given)  # type: ignore[arg-type, misc]  # by name in this table
    assert refused.value.errors == errors
    assert accused.office.rows(RespondentRequest) == []


def test_a_person_who_is_no_respondent_any_more_is_asked_nothing_any_more(accused: SideCase) -> None:
    """R24: his sheet is withdrawn though his unit stays."""
    request_id = ask(accused)
    row = accused.one(RespondentRequest)
    with accused.unit() as (unit, _complaint):
        person = unit.session.query(Respondent).filter_by(staff_id=PERSON).one()
        person.superseded_at = unit.clock.now()
        unit.session.flush()
        withdraw_sheets(person, unit, SYSTEM)
    assert accused.one(RespondentRequest, id=row.id).end_reason == "WRONG_UNIT"
    with pytest.raises(NotFound):
        reply_as(accused, PERSON, request_id, Reply("仍要说明"))


def test_the_finding_is_told_after_the_approval_and_told_means_opened(accused: SideCase) -> None:
    """N14: not before; each respondent his own; what was only written is not yet told and its time does not run."""
    draft(accused)
    assert accused.office.rows(ToldFinding) == []
    approve(accused)
    person, unit = told_to(accused, PERSON), told_to(accused, None)
    assert (person.matter_nos, unit.matter_nos) == ([2], [1, 2])
    (shown,) = own_part(accused, PERSON).findings
    assert (shown.text, shown.told_at, shown.bar) == (None, None, "NOT_TOLD_YET")
    assert accused.trail("finding.told_respondent") == []
    open_as(accused, PERSON, person)
    row = told_to(accused, PERSON)
    assert (row.told_way, row.told_by, row.objection_ends_at and as_iso(row.objection_ends_at)) == (
        ToldWay.OPENED,
        PERSON,
        "2026-09-15T09:00:00+08:00",
    )
    assert [line["way"] for line in accused.trail("finding.told_respondent")] == ["opened"]
    (shown,) = own_part(accused, PERSON).findings
    assert shown.text is not None
    for words in (WORDED[1], "认定：不属实", "理由：录像未见此事", "5个工作日", "2026-09-07"):
        assert words in shown.text
    assert WORDED[0] not in shown.text
    assert "属实\n理由：指南无此材料\n与告知对象有关的处理：纠正错误" in unit.text
    assert told_to(accused, None).told_at is None, "he did not open his unit's"


def test_the_approver_reads_beforehand_what_leaves_and_what_may_single_somebody_out(
    accused: SideCase,
) -> None:
    """N14, R109: word for word what is kept afterwards; a day in a reason is pointed at, so that it can be sent back."""
    draft(accused)
    with accused.unit() as (unit, complaint):
        second = unit.session.query(Matter).filter_by(complaint_id=complaint.id, no=2).one()
        second.reason = "9月3日录像未见此事"
    key = accused.open_task("approve-opinion", "9")
    office = accused.office
    shown = str(get_task(key, office.unit_of_work(), office.actor(APPROVER)).data["notices"])
    assert shown.startswith("请注意：第2项的理由中有日期")
    approve(accused)
    for row in office.rows(ToldFinding):
        assert row.text in shown


def test_nobody_else_reads_a_finding(told: SideCase) -> None:
    """R109: neither a colleague nor the representative reads the person's, nor he his unit's."""
    for login, row in ((COLLEAGUE, PERSON), (REPRESENTATIVE, PERSON), (PERSON, None), ("an.humin", None)):
        with pytest.raises(NotFound):
            open_as(told, login, told_to(told, row))
    assert own_part(told, COLLEAGUE).findings == ()
    assert [one.party_name for one in own_part(told, REPRESENTATIVE).findings] == [
        "云河市人力资源和社会保障局（驻厅）"
    ]


def test_on_paper_it_is_told_by_who_handed_it_over(told: SideCase) -> None:
    """N14: with what shows it, once."""
    row = told_to(told, PERSON)
    hand = HandOver(row.id, "9月7日当面交本人，回执在卷")
    clerk = told.office.actor(CLERK)
    with pytest.raises(InvalidInput):
        hand_over_finding(HandOver(row.id, " "), told.office.unit_of_work(), clerk)
    hand_over_finding(hand, told.office.unit_of_work(), clerk)
    assert told_to(told, PERSON).told_way is ToldWay.HANDED_OVER
    with pytest.raises(Conflict) as refused:
        hand_over_finding(hand, told.office.unit_of_work(), clerk)
    assert refused.value.code == "FINDING_TOLD_BEFORE"


def test_one_objection_with_a_reason_in_its_time(told: SideCase) -> None:
    """N14: a second one is refused by its code, a silent one by its field, a late one by the last moment; no clock moves."""
    row = told_to(told, PERSON)
    with pytest.raises(RuleRefused) as early:
        object_as(told, PERSON, row)
    assert early.value.code == "NOT_TOLD_YET"
    open_as(told, PERSON, row)
    with pytest.raises(InvalidInput) as silent:
        object_as(told, PERSON, row, "  ")
    assert silent.value.errors == {"reason": "REQUIRED"}
    before = {clock.id: (clock.due_at, clock.stopped_at) for clock in told.office.rows(Clock)}
    object_as(told, PERSON, row)
    with pytest.raises(RuleRefused) as second:
        object_as(told, PERSON, row)
    assert second.value.code == "ALREADY_OBJECTED"
    assert {clock.id: (clock.due_at, clock.stopped_at) for clock in told.office.rows(Clock)} == before
    other = told_to(told, None)
    open_as(told, REPRESENTATIVE, other)
    told.office.clock.set("2026-09-15T09:00")
    with pytest.raises(RuleRefused) as late:
        object_as(told, REPRESENTATIVE, told_to(told, None))
    assert late.value.code == "FINDING_OBJECTION_TOO_LATE"


def objected(case: SideCase) -> None:
    row = told_to(case, PERSON)
    open_as(case, PERSON, row)
    object_as(case, PERSON, row)


def test_whoever_investigated_does_not_decide_it(told: SideCase) -> None:
    """N14: it waits for approver or director, and is offered to nobody else."""
    objected(told)
    for login in (INVESTIGATOR, CLERK, SUPERVISOR, REPRESENTATIVE):
        assert list_open_objections(told.office.unit_of_work(), told.office.actor(login)) == []
    with told.unit() as (unit, complaint):
        unit.session.get_one(Complaint, complaint.id).handler_id = APPROVER
    with pytest.raises(NotPermitted) as refused:
        decide(told, APPROVER, is_upheld=False)
    assert refused.value.code == "HANDLED_THE_CASE"
    (waiting,) = list_open_objections(told.office.unit_of_work(), told.office.actor(DIRECTOR))
    assert (waiting.reason, as_iso(waiting.decide_by)) == ("录像另有角度", "2026-09-15T09:00:00+08:00")


def test_a_rejection_tells_its_reason_and_never_who_complained(told: SideCase) -> None:
    """N14: told when he opens it; a reason that names the complainant is not taken."""
    objected(told)
    with pytest.raises(InvalidInput) as refused:
        decide(told, APPROVER, is_upheld=False, reason="简一趟的录像已看")
    assert refused.value.errors == {"reason": "NAMES_COMPLAINANT"}
    decide(told, APPROVER, is_upheld=False, reason="三个角度的录像均已查看")
    (shown,) = own_part(told, PERSON).findings
    assert (shown.objection.is_decided, shown.objection.decision_reason) == (True, None)
    row = told.one(Objection)
    open_decision(row.told_finding_id, row.id, told.office.unit_of_work(), told.office.actor(PERSON))
    (shown,) = own_part(told, PERSON).findings
    assert (shown.objection.is_upheld, shown.objection.decision_reason) == (False, "三个角度的录像均已查看")
    assert told.office.rows(Review) == []
    with pytest.raises(Conflict):
        decide(told, DIRECTOR, is_upheld=True)


def test_upheld_the_finding_is_looked_at_again_and_the_complainants_right_stays(told: SideCase) -> None:
    """N14, R116: by a review of his matters that takes nothing from the complainant: he waits, then may ask for his own."""
    objected(told)
    decide(told, APPROVER, is_upheld=True)
    review = told.one(Review)
    assert (review.requested_side, review.matter_nos, review.reason) == (
        RequestedSide.RESPONDENT,
        [2],
        REVIEW_REASON,
    )
    assert told.one(Objection).review_id == review.id
    with told.unit() as (unit, complaint):
        assert why_no_review(complaint, unit) == "REVIEW_RUNNING"
    start_own_process(Review, StartOwnProcess(review.id, "95", told.job()), told.office.unit_of_work())
    given = {"outcome": "upheld", "reasons": "仍不属实", "ways": ["phone"], "reviewer": "du.daodi"}
    given |= {"basis": "本中心办法"}
    told.submit("decide-review", DIRECTOR, "95", **given)
    told.office.clock.set("2026-10-12T10:00")
    with told.unit() as (unit, complaint):
        assert why_no_review(complaint, unit) == "REVIEW_TOO_LATE"


def test_before_the_answer_is_out_an_objection_is_not_upheld(accused: SideCase) -> None:
    """DM-35: what the complainant is told is not looked at again before he was told."""
    draft(accused)
    approve(accused)
    objected(accused)
    with pytest.raises(RuleRefused) as refused:
        decide(accused, APPROVER, is_upheld=True)
    assert refused.value.code == "NOT_ANSWERED"
    assert accused.one(Objection).decided_at is None


def test_a_review_under_way_takes_the_objection_in(told: SideCase) -> None:
    """R116: one review of a case at a time."""
    objected(told)
    with told.unit() as (unit, complaint):
        open_review(OpenReview("不服答复"), complaint, unit, told.office.actor(CLERK))
    decide(told, APPROVER, is_upheld=True)
    assert told.one(Objection).review_id == told.one(Review).id


def test_a_note_is_issued_for_what_is_not_true_and_for_nothing_else(told: SideCase) -> None:
    """N14: own number and day, free of identity; once for each respondent, by supervisor or approver, not by who investigated."""
    row = told_to(told, PERSON)
    with pytest.raises(NotPermitted):
        issue(told, row, INVESTIGATOR)
    with pytest.raises(InvalidInput) as refused:
        issue(told, row, text="简一趟反映的不属实")
    assert refused.value.errors == {"text": "NAMES_COMPLAINANT"}
    issue(told, row)
    with pytest.raises(RuleRefused) as again:
        issue(told, row)
    assert again.value.code == "NOTE_STANDS"
    note = told.one(SupportNote)
    assert (note.staff_id, note.matter_nos) == (PERSON, [2])
    page = read_note(note.id, told.office.unit_of_work(), told.office.actor(PERSON))
    assert (page.number, page.day, page.text) == (f"{told.number}-C1", "2026-09-07", NOTE)
    with pytest.raises(NotFound):
        read_note(note.id, told.office.unit_of_work(), told.office.actor(COLLEAGUE))
    with told.unit() as (unit, complaint):
        for matter in unit.session.query(Matter).filter_by(complaint_id=complaint.id):
            matter.finding = Finding.SUBSTANTIATED
    with pytest.raises(RuleRefused) as true:
        issue(told, told_to(told, None))
    assert true.value.code == "NOTHING_UNTRUE"


def test_a_changed_finding_is_told_anew_and_ends_the_note(told: SideCase) -> None:
    """N14, R116: whoever is concerned gets the new finding, once opened; the note holds no more, and neither is lost."""
    objected(told)
    issue(told, told_to(told, PERSON))
    decide(told, APPROVER, is_upheld=True)
    review = told.one(Review)
    start_own_process(Review, StartOwnProcess(review.id, "95", told.job()), told.office.unit_of_work())
    rows = sorted(told.office.rows(Matter, complaint_id=told.complaint_id), key=lambda row: row.no)
    first = {
        "finding": "substantiated",
        "disposals": ["correct_error"],
        "reason": "指南无此材料",
        "responsibility": "unit",
    }
    turned = {
        "finding": "partly_substantiated",
        "disposals": ["correct_error"],
        "reason": "语气欠妥",
        "responsibility": "person",
        "heard": "9月7日已听取本人异议",
    }
    told.submit(
        "decide-review",
        DIRECTOR,
        "95",
        outcome="changed",
        reasons="第2项改为部分属实",
        basis="本中心办法",
        reviewer="du.daodi",
        matters=[
            {"no": 1, "text": rows[0].text, **first},
            {"no": 2, "text": rows[1].text, **turned},
        ],
        claims=[{"no": no, "text": "诉求", "answer": "supported"} for no in (1, 2)],
        ways=["phone"],
    )
    new, note = told_to(told, PERSON), told.one(SupportNote)
    assert (new.review_id, new.told_at) == (review.id, None)
    assert "认定：部分属实" in new.text
    assert note.superseded_at is not None
    assert len(told.trail("support_note.superseded")) == 1
    page = read_note(note.id, told.office.unit_of_work(), told.office.actor(PERSON))
    assert page.is_superseded
    (later, earlier) = own_part(told, PERSON).findings
    assert (later.is_superseded, earlier.is_superseded) == (False, True)
    open_as(told, PERSON, new)
    with pytest.raises(RuleRefused) as second:
        object_as(told, PERSON, told_to(told, PERSON))
    assert second.value.code == "ALREADY_OBJECTED"


def test_a_representative_of_many_findings_reads_them_page_by_page(told: SideCase) -> None:
    """A page is as long after years as after a week."""
    with told.unit() as (unit, complaint):
        for no in range(ROWS):
            row = ToldFinding(
                id=new_id(),
                complaint_id=complaint.id,
                no=100 + no,
                round=1,
                unit_code="RS",
                matter_nos=[1],
                text="认定",
                made_by=APPROVER,
                made_at=unit.clock.now(),
            )
            unit.session.add(row)
    first, second = (
        read_own_part(told.office.unit_of_work(), told.office.actor(REPRESENTATIVE), page) for page in (1, 2)
    )
    assert (len(first.findings), first.has_next) == (ROWS, True)
    assert (len(second.findings), second.has_next) == (1, False)
