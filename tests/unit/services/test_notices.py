"""Notices to the complainant: to whom, by which way, with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.letter_text import LetterText
from models.case.receipt import Receipt
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from models.ledger.trail_event import TrailEvent
from services.dispatch.plan_notice import find_notice_way, plan_notice
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.views.notices import NoticeGroup, SearchNotices, list_notices
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, MOBILE, SENDER, Outside, planned
from tests.unit.services.requests_office import act
from tests.unit.services.test_answer_sending import HANDLER, give, ready
from tests.unit.services.test_interim_answer import FIRST, approved
from tests.unit.services.test_letter_texts import have_it_say
from tests.unit.services.test_letters import ADMINISTRATOR


def wishing(office: FullOffice, case: str, wish: str) -> None:
    """As if it had been told with the complaint."""
    with office.unit_of_work() as unit:
        row = unit.session.get_one(Receipt, office.rows(Receipt, complaint_id=case)[0].id)
        row.meta = {**row.meta, "feedback_way": wish}


def test_an_answer_is_told_of_once_with_number_and_place_and_nothing_of_person_or_matter(
    outside: Outside,
) -> None:
    """Who left an address and named no other way is written to."""
    case = ready(outside.office, email=MAIL)
    give(outside.office, case, ways=["query_code"])
    outside.send()
    outside.send()
    ((to, subject, text),) = outside.mail.read()
    number = outside.office.rows(Complaint, id=case)[0].number
    assert to == MAIL
    assert subject == f"投诉{number}已有答复"
    assert text.startswith("【云河市政务服务中心】")
    assert f"您的投诉（编号{number}）已有答复。请凭查询码" in text
    for hidden in ("简一趟", MOBILE, "失业保险", "C03", "查询码："):
        assert hidden not in subject + text, hidden
    mail = outside.mail.came[0][1]
    assert mail["From"] == SENDER
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{outside.row().id}-1@centre.gov.cn>"
    assert outside.row().state is DispatchState.TAKEN
    trail = [row.payload for row in outside.office.rows(TrailEvent, complaint_id=case, kind="dispatch.taken")]
    assert trail == [{"purpose": "answer", "way": "email", "attempt": 1}]


@pytest.mark.parametrize("wish", ["phone", "letter", "in_person"])
def test_who_is_answered_at_the_query_code_alone_is_told_so_by_the_mail_on_file(
    office: FullOffice, wish: str
) -> None:
    """He wished another way, with the reason why not: without a notice he never learns that the answer is there."""
    case = ready(office, email=MAIL, feedback_way=wish)
    give(office, case, ways=["query_code"], other_way_reason="电话停机，信件退回")
    assert [(row.purpose, row.way) for row in office.rows(Dispatch, complaint_id=case)] == [
        (DispatchPurpose.ANSWER, Way.EMAIL)
    ]


@dataclass(frozen=True)
class Told:
    """What he wished and what else is known of him; `way` is that of the notice."""

    way: Way | None
    wish: str = ""
    known: Mapping[str, object] = field(default_factory=dict)


BY_MAIL = {"email": MAIL}


@pytest.mark.parametrize(
    "told_so",
    [
        Told(Way.EMAIL, known=BY_MAIL),
        Told(Way.SMS),
        Told(Way.SMS, wish="query_code"),
        Told(Way.SMS, wish="sms", known={"phone": "１３８—００１３–８０００"}),
        Told(Way.SMS, wish="sms", known=BY_MAIL),
        Told(Way.EMAIL, wish="email", known=BY_MAIL),
        Told(None, wish="email"),
        Told(None, known={"phone": "0571-8000-0201"}),
        Told(None, wish="phone", known=BY_MAIL),
        Told(None, wish="letter", known=BY_MAIL),
        Told(None, known={"is_anonymous": True}),
    ],
    ids=str,
)
def test_nobody_is_written_to_by_a_way_that_he_did_not_wish(office: FullOffice, told_so: Told) -> None:
    """The wish is kept. Who wished a call or a letter, or left no mobile number, gets no notice."""
    case = office.file(**told_so.known).complaint_id
    if told_so.wish:
        wishing(office, case, told_so.wish)
    with office.unit_of_work().reading() as unit:
        assert find_notice_way(unit.session.get_one(Complaint, case), unit) is told_so.way


@pytest.mark.parametrize(
    ("ways", "number"), [(("phone",), 0), (("in_person", "query_code"), 1), (("query_code",), 1)]
)
def test_who_is_told_by_somebody_gets_no_notice(
    office: FullOffice, ways: tuple[str, ...], number: int
) -> None:
    case = ready(office, email=MAIL)
    give(office, case, ways=list(ways))
    assert len(office.rows(Dispatch)) == number


def test_told_of_twice_it_is_one_notice(office: FullOffice) -> None:
    case = planned(office)
    with office.unit_of_work() as unit:
        plan_notice(DispatchPurpose.ANSWER, "round-1", unit.session.get_one(Complaint, case), unit)
    assert len(office.rows(Dispatch)) == 1


def test_an_interim_answer_is_told_of_too(outside: Outside) -> None:
    filed = approved(outside.office, email=MAIL)
    act(
        outside.office,
        filed.complaint_id,
        "give-interim-answer",
        HANDLER,
        **{**FIRST, "ways": ["query_code"]},
    )
    outside.send()
    assert [subject for _, subject, _ in outside.mail.read()] == [f"投诉{filed.number}已有先行答复"]
    assert outside.row().purpose is DispatchPurpose.INTERIM_ANSWER


def test_a_notice_says_the_owner_s_words_and_keeps_on_record_which(outside: Outside) -> None:
    """What left says on the page of notices what it said, whatever an owner has notices say since."""
    office = outside.office
    planned(office, email=MAIL)
    have_it_say(office, "notice", "told_answer", "有了答复")
    have_it_say(office, "notice", "notice", "编号{投诉编号}：{事由}{致电}。")
    outside.send()
    planned(office, email=MAIL)
    for version in office.rows(LetterText, block="told_answer"):
        change = ChangeLetterText("notice", "told_answer", "答复已出", "更短", str(version.id))
        change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))
    ((_, subject, text),) = outside.mail.read()
    assert subject.endswith("有了答复") and "：有了答复，也可以致电" in text
    left, waits = sorted(office.rows(Dispatch), key=lambda row: row.attempts, reverse=True)
    assert (left.text_versions, waits.text_versions) == ([1, 2], None)
    asked = SearchNotices(NoticeGroup.ALL)
    shown = {
        line.id: line.text
        for line in list_notices(asked, office.unit_of_work(), office.actor("jian.rujing")).rows
    }
    assert "：有了答复，" in shown[left.id] and "：答复已出，" in shown[waits.id]
