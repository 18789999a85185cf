"""What SMS and mails say where no owner has changed a word, whole, as it reaches a telephone or a box."""

from __future__ import annotations

import pytest

from models.case.data_incident import DataIncident
from models.case.letter import CaseLetter
from models.case.lifecycle import ClockKind
from models.case.unit_mail import UnitMail
from models.clock.legal_time import parse_moment
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.incident_codes import HarmKind
from services.dispatch.document_words import DOCUMENT_PAPER, name_file, word_document
from services.dispatch.incident_words import INCIDENT_PAPER, word_incident
from services.dispatch.notice_words import NOTICE_PAPER, NoticeOf, NoticeWords, word_notice
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER, MailedNow, word_unit_mail
from services.office.centre_contact import CentreContact
from services.office.own_texts import fill_texts
from services.rights.rights_texts import FINDING_PAPER, NOTE_PAPER
from tests.full_office import FullOffice

CENTRE = CentreContact("云河市政务服务中心", "", "", "0571-8000-0201", "", "", ())
SILENT = CentreContact("云河市政务服务中心", "", "", "", "", "", ())
NUMBER, CODE, PAGES = "YH-2026-000123", "ABCD-EFGH", "https://tousu.yunhe.gov.cn/"
LOOK = "请凭查询码在投诉网页“查进度”中查看，也可以致电0571-8000-0201。"
NOTICES = {
    DispatchPurpose.ANSWER: "已有答复",
    DispatchPurpose.INTERIM_ANSWER: "已有先行答复",
    DispatchPurpose.REVIEW: "复查已有决定",
    DispatchPurpose.LETTER: "有新的文书",
    DispatchPurpose.ANSWER_LETTER: "已有答复",
    DispatchPurpose.INTERIM_ANSWER_LETTER: "已有先行答复",
    DispatchPurpose.REVIEW_DECISION: "复查已有决定",
}
ANSWER_AT = "https://tousu.yunhe.gov.cn/handover?reference=YH-2026-000123-1"
UNIT_MAILS = {
    DispatchPurpose.UNIT_SHEET: NoticeWords(
        "送转办单（YH-2026-000123-1）",
        "【云河市政务服务中心】现将转办单（YH-2026-000123-1）送你单位，全文见附件。"
        f"请凭回执码JKLM-NPQR签收和回复：{ANSWER_AT}。请注意保密，不得转给被投诉的单位和个人。"
        "联系电话：0571-8000-0201。",
    ),
    DispatchPurpose.UNIT_NOTICE: NoticeWords(
        "有转办单（YH-2026-000123-1）送你单位",
        "【云河市政务服务中心】有转办单（YH-2026-000123-1）送你单位，内容不随邮件发送。"
        f"请凭回执码查看和回复：{ANSWER_AT}。回执码由我中心以其他方式告知。联系电话：0571-8000-0201。",
    ),
    DispatchPurpose.UNIT_NEAR: NoticeWords(
        "转办单（YH-2026-000123-1）期限将到",
        "【云河市政务服务中心】转办单（YH-2026-000123-1）的办理结果反馈期限将于2026年9月18日18:00届满，"
        f"请按期凭回执码JKLM-NPQR回复：{ANSWER_AT}。联系电话：0571-8000-0201。",
    ),
    DispatchPurpose.UNIT_OVER: NoticeWords(
        "转办单（YH-2026-000123-1）期限已过",
        "【云河市政务服务中心】转办单（YH-2026-000123-1）的办理结果反馈期限已于2026年9月18日18:00届满，"
        f"请尽快凭回执码JKLM-NPQR回复：{ANSWER_AT}。联系电话：0571-8000-0201。",
    ),
}


def told(contact: CentreContact = CENTRE, code: str = CODE) -> NoticeOf:
    return NoticeOf(NUMBER, contact, fill_texts(NOTICE_PAPER, []), code)


def test_a_notice_says_which_complaint_what_came_and_where_to_look() -> None:
    for purpose, came in NOTICES.items():
        assert word_notice(purpose, told()) == NoticeWords(
            f"投诉YH-2026-000123{came}",
            f"【云河市政务服务中心】您的投诉（编号YH-2026-000123）{came}。{LOOK}",
        )
    everything = {
        one for one in DispatchPurpose if not one.is_to_unit and one is not DispatchPurpose.DATA_INCIDENT
    }
    assert everything == {*NOTICES, DispatchPurpose.RECEIPT}
    assert word_notice(DispatchPurpose.ANSWER, told(SILENT)).text == (
        "【云河市政务服务中心】您的投诉（编号YH-2026-000123）已有答复。请凭查询码在投诉网页“查进度”中查看。"
    )


def test_a_receipt_tells_the_query_code_and_a_list_that_others_read_does_not() -> None:
    assert word_notice(DispatchPurpose.RECEIPT, told()) == NoticeWords(
        "投诉YH-2026-000123已收到",
        f"【云河市政务服务中心】您的投诉（编号YH-2026-000123）已收到，查询码ABCD-EFGH，请妥善保管。{LOOK}",
    )
    assert word_notice(DispatchPurpose.RECEIPT, told(code="")).text == (
        "【云河市政务服务中心】您的投诉（编号YH-2026-000123）已收到，查询码（只告知投诉人），请妥善保管。"
        + LOOK
    )


def test_a_mail_with_a_document_names_it_where_to_look_and_whom_to_ask() -> None:
    content = {"title": "受理告知书", "number": "云政服投〔2026〕12号", "leads_to": f"{PAGES}progress"}
    letter = CaseLetter(content=content)
    assert name_file(letter) == "受理告知书-云政服投〔2026〕12号.pdf"
    assert word_document(letter, NUMBER, CENTRE, DOCUMENT_PAPER.texts) == NoticeWords(
        "投诉YH-2026-000123的文书",
        "【云河市政务服务中心】现将您的投诉（编号YH-2026-000123）的受理告知书（云政服投〔2026〕12号）发送给您，"
        "见附件（PDF）。\n核对文书、查看进度，请凭查询码访问：https://tousu.yunhe.gov.cn/progress\n"
        "有疑问请致电0571-8000-0201。本邮件由系统发出，请勿直接回复。",
    )


@pytest.mark.parametrize("purpose", UNIT_MAILS)
def test_a_mail_to_a_unit_says_which_paper_where_to_answer_and_until_when(purpose: DispatchPurpose) -> None:
    mail = UnitMail(title="转办单", reference=f"{NUMBER}-1", receipt_code="JKLM-NPQR")
    mail.due_at = parse_moment("2026-09-18T18:00")
    now = MailedNow(purpose, mail, ClockKind.REFERRAL_RESULT, PAGES, had_code=True)
    assert word_unit_mail(now, CENTRE, UNIT_MAIL_PAPER.texts) == UNIT_MAILS[purpose]
    assert UNIT_MAILS.keys() == {one for one in DispatchPurpose if one.is_to_unit}


@pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)
def test_who_is_told_of_an_incident_reads_all_that_the_law_names(office: FullOffice) -> None:
    parts = {
        "cause": "邮件发错",
        "harm": "骚扰电话",
        "measures": "已要求删除",
        "advice": "留意来电",
        "contact": "0571-8000-0201",
    }
    with office.unit_of_work() as unit:
        now = unit.clock.now()
        row = DataIncident(
            id="1" * 32, what=HarmKind.LEAKED, discovered_at=now, kinds=["name", "contact"], people=1
        )
        row.parts, row.by, row.at = parts, "guan.xitong", now
        unit.session.add(row)
        unit.session.flush()
        words = word_incident(row, NUMBER, CENTRE, INCIDENT_PAPER.texts)
    assert words == NoticeWords(
        "投诉YH-2026-000123个人信息安全事件告知",
        "【云河市政务服务中心】您的投诉（编号YH-2026-000123）涉及的个人信息发生安全事件，现告知如下。"
        "涉及的信息：姓名、电话或邮箱（可能已被泄露）；原因：邮件发错；可能造成的危害：骚扰电话；"
        "已采取的补救措施：已要求删除；您可以采取的措施：留意来电；联系方式：0571-8000-0201。",
    )


def test_the_sentences_of_a_finding_and_a_clarification_say_how_to_object_and_who_is_cleared() -> None:
    places = {"异议期间": "5个工作日", "被反映人": "不动产登记窗口", "反映事项": "1. 收取资料费"}
    said = {**fill_texts(FINDING_PAPER, []), **fill_texts(NOTE_PAPER, [])}
    assert {block: text.format_map(places) for block, text in said.items()} == {
        "opening": "涉及你（单位）的投诉已经调查处理，现将认定结果告知如下。",
        "remedies": "对认定有异议的，可以自收到本告知之日起5个工作日内书面提出一次，写明理由；"
        "由未参加调查的批准人答复，认为有理由的，对认定进行复查。",
        "note": "本中心收到反映不动产登记窗口的下列事项：\n1. 收取资料费\n"
        "经依法调查，上述事项不属实。特此说明，以消除影响。",
    }
