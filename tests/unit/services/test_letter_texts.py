"""What an owner has letters say: checked before use, in force from then on, and never in the way of a letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.letter_text import LetterText
from models.ground.codes import ReviewOutcome
from models.ground.errors import InvalidInput, NotPermitted
from services.letters.draft import Draft, LetterOf, write_draft
from services.letters.kinds import KINDS
from services.letters.letter_texts import PAPERS, ChangeLetterText, change_letter_text
from services.letters.preview_text import PreviewText, preview_text
from services.letters.receipt import PrintReceipt, print_receipt
from services.office.own_texts import list_places
from services.ports.press import Words
from tests.full_office import FullOffice
from tests.unit.services.letter_case import ASKED, letter_case
from tests.unit.services.projected_task import accept
from tests.unit.services.test_letters import ADDRESS, ADMINISTRATOR, CLERK, draft
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

TRANSLATIONS = Path(__file__).resolve().parents[3] / "api" / "translations"


@pytest.fixture
def case(office: FullOffice) -> str:
    """An accepted complaint."""
    filed = office.file().complaint_id
    accept(office, filed)
    return filed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "REQUIRED"),
        ("字" * 2_001, "TOO_LONG"),
        ("收到{收到日期", "BRACES"),
        ("收到{收到日期!r}", "BRACES"),
        ("收到{收到日期.year}", "UNKNOWN_PLACE"),
        ("收到{query_code}", "UNKNOWN_PLACE"),
        ("收到{}", "UNKNOWN_PLACE"),
    ],
)
def test_an_owner_s_text_that_a_letter_could_not_say_is_refused(
    office: FullOffice, text: str, fault: str
) -> None:
    command = ChangeLetterText("acceptance_notice", "opening", text, "试一试")
    with pytest.raises(InvalidInput) as refused:
        change_letter_text(command, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"text": fault}


def test_letters_say_an_owner_s_text_from_then_on_and_the_product_s_own_again(
    office: FullOffice, case: str
) -> None:
    texts = ["{投诉编号}已受理。", "{投诉编号}已经受理。"]
    replaces = ""
    for text in texts:
        change = ChangeLetterText("acceptance_notice", "opening", text, "简化", replaces)
        change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))
        replaces = str(max(row.id for row in office.rows(LetterText)))
    number = office.rows(Complaint, id=case)[0].number
    assert draft(office, case).blocks[0].text == f"{number}已经受理。"
    own = draft(office, case).kind.texts["opening"]
    stale = ChangeLetterText("acceptance_notice", "opening", own, "还原", "1")
    with pytest.raises(InvalidInput) as refused:
        change_letter_text(stale, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"text": "CHANGED_MEANWHILE"}
    back = ChangeLetterText("acceptance_notice", "opening", own, "还原", replaces)
    change_letter_text(back, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert "收悉" in draft(office, case).blocks[0].text
    assert [row.ended_at is None for row in office.rows(LetterText)] == [False, False]
    with pytest.raises(NotPermitted):
        change_letter_text(back, office.unit_of_work(), office.actor(CLERK))


def test_an_owner_s_text_of_an_earlier_release_cannot_stop_a_letter(office: FullOffice, case: str) -> None:
    """It names a place that this release does not fill any more: the product's own text stands there."""
    with office.unit_of_work() as unit:
        unit.session.add(
            LetterText(
                kind="acceptance_notice",
                block="opening",
                text="{早先的位置}已受理。",
                since=unit.clock.now(),
                by=ADMINISTRATOR,
                reason="早先的版本",
            )
        )
    assert "收悉" in draft(office, case).blocks[0].text


def have_it_say(office: FullOffice, kind: str, block: str, text: str) -> None:
    change = ChangeLetterText(kind, block, text, "本中心的说法")
    change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))


def first_draft(office: FullOffice, case: str, kind: str) -> Draft:
    with office.unit_of_work().reading() as unit:
        complaint = unit.session.get_one(Complaint, case)
        subject = KINDS[kind].list_subjects(complaint, unit)[0]
        return write_draft(complaint, LetterOf(KINDS[kind], subject), unit)


def test_a_receipt_says_the_owner_s_text_that_held_when_it_was_filed(office: FullOffice) -> None:
    """So that the receipt of an earlier complaint stays as it was; limits stand in the places."""
    before = office.file()
    office.clock.set("2026-10-20T10:00")
    have_it_say(office, "receipt", "opening", "已经登记，是否受理另告。")
    have_it_say(office, "receipt", "steps", "至迟{受理期限}告知是否受理。\n再无别的步骤。")
    have_it_say(office, "receipt", "rights", "可以在{复查期间}内申请复查。")
    after = office.file(address="198.51.103.21")
    told = []
    for filed in (before, after):
        key = PrintReceipt(filed.number, filed.query_code, ADDRESS)
        printed = print_receipt(key, office.unit_of_work(), office.actor(CLERK))
        assert printed is not None
        told.append(words_of(printed.content))
    first, second = told
    for own in ("登记不等于受理", "受理的，自受理之日起按难易程度办结", "请如实反映情况"):
        assert (own in first, own in second) == (True, False), own
    for owner_s in ("是否受理另告", "告知是否受理。", "再无别的步骤", "可以在30日内申请复查"):
        assert (owner_s in first, owner_s in second) == (False, True), owner_s


def test_an_interview_record_says_the_owner_s_words_which_nobody_words_in_one_record(
    office: FullOffice,
) -> None:
    case = letter_case(office)
    have_it_say(office, "interview_record", "rights_told", "已告知有关权利。")
    have_it_say(office, "interview_record", "read", "笔录无误。")
    record = first_draft(office, case.id, "interview_record")
    told = [piece.text for piece in record.pieces if isinstance(piece, Words)]
    assert told == ["已告知有关权利。", ASKED, "笔录无误。"]
    assert record.blocks == ()


def test_how_a_review_ends_is_an_owner_s_text_inside_the_one_that_he_had_before(office: FullOffice) -> None:
    case = letter_case(office)
    have_it_say(office, "review_decision", "end", "{后续}特此告知。")
    have_it_say(office, "review_decision", "final", "复查到此终结。")
    have_it_say(office, "review_decision", "anew", "另行办理。")
    final = first_draft(office, case.id, "review_decision")
    assert {block.name: block.text for block in final.blocks}["end"] == "复查到此终结。特此告知。"
    with office.unit_of_work() as unit:
        unit.session.get_one(Review, final.subject).outcome = ReviewOutcome.REOPENED
    blocks = {block.name: block.text for block in first_draft(office, case.id, "review_decision").blocks}
    assert blocks["end"] == "另行办理。特此告知。"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_block_and_place_is_called_by_a_word(language: str) -> None:
    """On the page of the texts, where an owner would read the name of a program instead."""
    with (TRANSLATIONS / language / "LC_MESSAGES" / "letters.po").open("rb") as file:
        told = {message.id for message in read_po(file) if message.string}
    wanted = {
        name
        for kind in PAPERS.values()
        for block in kind.texts
        for name in (
            f"letter_block.{block}",
            *(f"letter_place.{place}" for place in list_places(kind, block)),
        )
    }
    assert wanted - told == set()


LONG = "字" * 140


@pytest.mark.parametrize(
    ("at", "text", "fault"),
    [
        ("notice/notice", "{投诉编号}的{调查认定}{事由}", "TELLS_TOO_MUCH"),
        ("notice/notice", "{投诉编号}{事由}，查询码{查询码}", "TELLS_TOO_MUCH"),
        ("notice/mail_subject", "{投诉编号}{投诉人}", "TELLS_TOO_MUCH"),
        ("notice/notice", "有新的消息，请查看。", "LACKS_PLACE"),
        ("notice/receipt_notice", "{投诉编号}{事由}，请查看。", "LACKS_PLACE"),
        ("notice/mail_subject", "投诉\nBcc: {投诉编号}", "ONE_LINE"),
        ("notice/told_receipt", LONG, "SMS_TOO_LONG"),
        ("notice/by_phone", "{中心电话}" + LONG, "SMS_TOO_LONG"),
        ("notice/notice", "{投诉编号", "BRACES"),
        ("refusal_notice/remedies", "可以申请复查。", "LACKS_PLACE"),
        ("answer/remedies", "可以申请复查。", "LACKS_PLACE"),
        ("receipt/steps", "等候通知。", "LACKS_PLACE"),
        ("receipt/rights", "可以申请复查。", "LACKS_PLACE"),
        (
            "answer_proposal/decided_refused",
            "不予受理。{不予受理的理由}{理由说明}{办理依据}{救济}",
            "LACKS_PLACE",
        ),
        ("answer_proposal/bounded_handled", "已办结，{认定}。", "UNKNOWN_PLACE"),
    ],
)
def test_a_text_that_tells_too_much_or_leaves_out_a_right_is_refused(
    office: FullOffice, at: str, text: str, fault: str
) -> None:
    kind, block = at.split("/")
    command = ChangeLetterText(kind, block, text, "试一试")
    for refused in (
        lambda: change_letter_text(command, office.unit_of_work(), office.actor(ADMINISTRATOR)),
        lambda: preview_text(
            PreviewText(command, "", ADDRESS), office.unit_of_work(), office.actor(ADMINISTRATOR)
        ),
    ):
        with pytest.raises(InvalidInput) as fault_of:
            refused()
        assert dict(fault_of.value.errors) == {"text": fault}


def test_a_notice_is_tried_with_a_real_case_whose_code_it_does_not_show(office: FullOffice) -> None:
    filed = office.file()
    restrict_to(office, filed.complaint_id, CLERK, ADMINISTRATOR)
    command = ChangeLetterText("notice", "told_answer", "答复来了", "")
    asked = PreviewText(command, filed.number, ADDRESS)
    words = words_of(preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR)))
    assert f"您的投诉（编号{filed.number}）答复来了。请凭查询码" in words
    assert "查询码（只告知投诉人）" in words and filed.query_code not in words
    assert "尊敬的投诉人" not in words and "失业保险" not in words
