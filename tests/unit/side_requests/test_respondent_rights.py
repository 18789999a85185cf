"""The rights of whom a case is about: asked himself and told the finding. Objections and notes: test_objections.py."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.respondent_request import RespondentRequest
from models.beside.sent_sheet import SentSheet
from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.legal_time import as_iso
from models.ground.codes import ToldWay
from models.ground.errors import Conflict, InvalidInput, NotFound
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.acts.list_unit_cases import list_unit_cases
from services.beside.respondent.reply import Reply
from services.case.follow_respondent import withdraw_sheets
from services.letters.letter_texts import ChangeLetterText
from services.letters.preview_text import PreviewText, preview_text
from services.rights.own_part import ROWS, read_own_part, read_own_sheet
from services.rights.receive_finding import HandOver, hand_over_finding
from services.rights.support_note import propose_text, read_note
from services.views.task_page import get_task
from tests.unit.services.requests_office import act
from tests.unit.services.test_letter_texts import have_it_say
from tests.unit.services.test_letters import ADMINISTRATOR
from tests.unit.side_requests.respondent_steps import (
    CLERK,
    NOTE,
    ask,
    issue,
    own_part,
    reply_as,
    set_level,
)
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.told_case import (
    APPROVER,
    COLLEAGUE,
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
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to


def test_a_respondent_has_his_sheet_his_window_the_finding_and_a_note(accused: SideCase) -> None:
    """N14: the sheet and what follows free of identity, a window to reply, the finding about him, a note where it is not true."""
    office = accused.office
    request_id = ask(accused)
    sheet = read_own_sheet(request_id, office.unit_of_work(), office.actor(PERSON))
    (asked,) = own_part(accused, PERSON).asked
    assert as_iso(asked.reply_by) == "2026-09-11T09:00:00+08:00"
    reply_as(accused, PERSON, request_id, Reply("当时已说明依据"))
    draft(accused)
    approve(accused)
    answer(accused)
    row = told_to(accused, PERSON)
    open_as(accused, PERSON, row)
    issue(accused, row)
    (finding,), (note,) = own_part(accused, PERSON).findings, own_part(accused, PERSON).notes
    page = read_note(note.note_id, office.unit_of_work(), office.actor(PERSON))
    assert finding.text is not None
    assert WORDED[1] in sheet.facts
    assert "认定：不属实" in finding.text
    assert (
        "\n救济途径：对认定有异议的，可以自收到本告知之日起5个工作日内书面提出一次，写明理由；"
        "由未参加调查的批准人答复，认为有理由的，对认定进行复查。\n" in finding.text
    )
    assert page.text == NOTE
    assert [words for words in (sheet.facts, finding.text, page.text) if "简一趟" in words] == []


def test_a_person_is_asked_with_his_own_sheet_and_findings_wait_for_him(accused: SideCase) -> None:
    """DM-3: about his own matter; nothing is found of it before he has spoken, and he alone speaks."""
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
    """DM-24: by consent the unit is told the name; the person complained about is not."""
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
    """Nobody is unheard for want of a login; the file says whose words they are."""
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
        ({"unit": "GA"}, {"unit": "NOT_AN_OPTION"}),
        ({"matters": ("1",)}, {"matter_nos": "NOT_ABOUT_PERSON"}),
    ],
)
def test_only_a_respondent_is_asked_and_about_his_own_matters(
    accused: SideCase, given: dict[str, object], errors: dict[str, str]
) -> None:
    """Nobody learns of a matter that is not about him."""
    matters = given.pop("matters", ())
    with pytest.raises(InvalidInput) as refused:
        ask(accused, *matters, **given)  # type: ignore[arg-type, misc]  # by name in this table
    assert refused.value.errors == errors
    assert accused.office.rows(RespondentRequest) == []


def test_a_person_who_is_no_respondent_any_more_is_asked_nothing_any_more(accused: SideCase) -> None:
    """His sheet is withdrawn though his unit stays."""
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
    """Not before; each respondent his own; what was only written is not yet told and its time does not run."""
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
    """Word for word what is kept afterwards; a day in a reason is pointed at, so that it can be sent back."""
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
    """Neither a colleague nor the representative reads the person's, nor he his unit's."""
    for login, row in ((COLLEAGUE, PERSON), (REPRESENTATIVE, PERSON), (PERSON, None), ("an.humin", None)):
        with pytest.raises(NotFound):
            open_as(told, login, told_to(told, row))
    assert own_part(told, COLLEAGUE).findings == ()
    assert [one.party_name for one in own_part(told, REPRESENTATIVE).findings] == [
        "云河市人力资源和社会保障局（驻厅）"
    ]


def test_on_paper_it_is_told_by_who_handed_it_over(told: SideCase) -> None:
    """With what shows it, once."""
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


def test_a_finding_and_a_note_say_what_an_owner_has_them_say(accused: SideCase) -> None:
    """What is written keeps it; the next text is tried with the case as both would be written now."""
    office = accused.office
    have_it_say(office, "finding_notice", "remedies", "不同意的，请在{异议期间}内写信来。")
    have_it_say(office, "clarification", "note", "反映{被反映人}的事不属实：\n{反映事项}")
    reply_as(accused, PERSON, ask(accused), Reply("当时已说明依据"))
    draft(accused)
    approve(accused)
    row = told_to(accused, PERSON)
    assert row.text is not None and "\n救济途径：不同意的，请在5个工作日内写信来。\n" in row.text
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, accused.complaint_id)
        number, note = complaint.number, propose_text(row, complaint, unit)
    assert note.startswith("反映冷如冰（窗口人员）本人的事不属实：\n") and WORDED[1] in note
    restrict_to(office, accused.complaint_id, APPROVER, ADMINISTRATOR)
    tried = [
        ("finding_notice", "remedies", "{异议期间}里写信来。", "救济途径：5个工作日里写信来。"),
        ("clarification", "note", "{被反映人}：{反映事项}，查无此事。", "查无此事。"),
    ]
    for kind, block, text, told in tried:
        asked = PreviewText(ChangeLetterText(kind, block, text, "", "1"), number, "https://example.com/")
        words = words_of(preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR)))
        assert told in words and "简一趟" not in words, words
