"""What frames the notice of an incident with personal data is an owner's text; what the law wants told stays in it."""

from __future__ import annotations

import pytest

from models.case.dispatch import Dispatch
from models.ground.errors import InvalidInput
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.preview_text import PreviewText, preview_text
from services.privacy.record_incident import RecordIncident, record_incident
from services.privacy.tell_of_incident import tell_people
from services.views.notices import NoticeGroup, SearchNotices, list_notices
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.test_answer_sending import CLERK
from tests.unit.services.test_letter_texts import ADDRESS, ADMINISTRATOR
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

SUPERVISOR = "jian.rujing"
OWN = "关于投诉{投诉编号}：{告知内容}。谨致歉意。"
WORDS = {
    "found_by": "值班员巡检日志时发现",
    "cause": "备份盘误放在公共区域",
    "harm": "可能收到冒充本中心的来电",
    "measures": "已收回备份盘",
    "advice": "接到来电请回拨核实",
    "contact": "0571-0000-0000",
}
TOLD = (
    "涉及的信息：姓名（可能已被泄露）；原因：备份盘误放在公共区域；可能造成的危害：可能收到冒充本中心的来电；"
    "已采取的补救措施：已收回备份盘；您可以采取的措施：接到来电请回拨核实；联系方式：0571-0000-0000"
)


def have_it_say(office: FullOffice, block: str, text: str, replaces: str = "") -> None:
    change = ChangeLetterText("incident_notice", block, text, "本市用语", replaces)
    change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))


def record(office: FullOffice, number: str) -> str:
    command = RecordIncident(
        what="leaked",
        discovered_at="2026-09-07T09:30",
        kinds=["name"],
        parts=WORDS,
        people="1",
        numbers=number,
    )
    return record_incident(command, office.unit_of_work(), office.actor(SUPERVISOR))


def test_it_leaves_in_the_owner_s_words_with_all_that_the_law_wants_told(outside: Outside) -> None:
    office = outside.office
    have_it_say(office, "incident_text", OWN)
    have_it_say(office, "incident_subject", "投诉{投诉编号}：个人信息保护告知")
    case = office.file(name="诸葛诉明", email=MAIL, feedback_way="email")
    incident = record(office, case.number)
    assert tell_people(incident, office.unit_of_work(), office.actor(SUPERVISOR)) == 1
    outside.send()
    ((_, subject, text),) = outside.mail.read()
    assert subject == f"投诉{case.number}：个人信息保护告知"
    assert text.strip() == f"【云河市政务服务中心】关于投诉{case.number}：{TOLD}。谨致歉意。"
    assert office.rows(Dispatch, subject=incident)[0].text_versions == [1, 2]
    have_it_say(office, "incident_text", "{投诉编号}。{告知内容}", "1")
    lines = list_notices(SearchNotices(NoticeGroup.ALL), office.unit_of_work(), office.actor(SUPERVISOR))
    assert any("谨致歉意" in line.text for line in lines.rows), "what it said when it left"


def test_it_is_tried_with_a_case_whose_data_an_incident_concerns(outside: Outside) -> None:
    office = outside.office
    case = office.file(email=MAIL, feedback_way="email")
    restrict_to(office, case.complaint_id, CLERK, ADMINISTRATOR, SUPERVISOR)
    asked = PreviewText(ChangeLetterText("incident_notice", "incident_text", OWN, ""), case.number, ADDRESS)
    with pytest.raises(InvalidInput) as refused:
        preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"case_number": "NOTHING_TO_TELL"}
    record(office, case.number)
    page = words_of(preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR)))
    assert f"关于投诉{case.number}：{TOLD}。谨致歉意。" in page


@pytest.mark.parametrize(
    ("block", "text", "fault"),
    [
        ("incident_subject", "投诉{投诉编号}：{告知内容}", "UNKNOWN_PLACE"),
        ("incident_subject", "个人信息安全事件告知", "LACKS_PLACE"),
        ("incident_subject", "投诉{投诉编号}\n告知", "ONE_LINE"),
        ("incident_text", "您的投诉{投诉编号}发生安全事件，详情请来电。", "LACKS_PLACE"),
    ],
)
def test_a_subject_tells_nothing_of_it_and_nothing_that_the_law_wants_told_is_left_out(
    outside: Outside, block: str, text: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        have_it_say(outside.office, block, text)
    assert dict(refused.value.errors) == {"text": fault}
