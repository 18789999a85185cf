"""What mails to units outside say is an owner's text: changed, kept on record, and checked."""

from __future__ import annotations

import pytest

from models.case.dispatch import Dispatch
from models.ground.errors import InvalidInput
from services.dispatch.unit_mail_words import UNIT_MAIL_PAPER
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.preview_text import PreviewText, preview_text
from services.views.notices import NoticeGroup, SearchNotices, list_notices
from tests.unit.services.notices_outside import Outside
from tests.unit.services.test_letter_texts import ADDRESS, ADMINISTRATOR
from tests.unit.side_requests.side_case import SideCase
from tests.unit.side_requests.test_unit_mails import outside, refer, send, words_of
from tests.web_staff.cases import restrict_to

__all__ = ["outside"]


def have_it_say(case: SideCase, block: str, text: str, replaces: str = "") -> None:
    change = ChangeLetterText("unit_mail", block, text, "本市用语", replaces)
    change_letter_text(change, case.office.unit_of_work(), case.office.actor(ADMINISTRATOR))


def test_a_mail_says_the_owner_s_words_and_keeps_on_record_which(case: SideCase, outside: Outside) -> None:
    have_it_say(case, "sheet_subject", "【保密】{文书}")
    have_it_say(case, "sheet_text", "{文书}请查收，凭{回执码}在{回复页}办理。")
    refer(case)
    send(outside)
    ((_, subject, text),) = outside.mail.read()
    assert subject == f"【保密】转办（交办）单（{case.number}-R1）"
    assert f"转办（交办）单（{case.number}-R1）请查收，凭" in text and "不得转给" not in text
    (row,) = outside.office.rows(Dispatch)
    assert row.text_versions == [1, 2]
    have_it_say(case, "sheet_text", UNIT_MAIL_PAPER.texts["sheet_text"], "2")
    (line,) = list_notices(
        SearchNotices(NoticeGroup.ALL), case.office.unit_of_work(), case.office.actor("jian.rujing")
    ).rows
    assert "请查收，凭（略）在" in line.text, "what it said when it left"


def test_it_is_tried_with_a_case_whose_code_it_does_not_show(
    case: SideCase, outside: Outside, tmp_path: object
) -> None:
    office = case.office
    row = refer(case)
    restrict_to(office, case.complaint_id, "wen.rusheng", ADMINISTRATOR)
    command = PreviewText(
        ChangeLetterText("unit_mail", "sheet_text", "{文书}请查收，凭{回执码}在{回复页}办理。", ""),
        case.number,
        ADDRESS,
    )
    page = words_of(preview_text(command, office.unit_of_work(), office.actor(ADMINISTRATOR)), tmp_path)  # type: ignore[arg-type]  # a path
    assert (
        f"转办（交办）单（{case.number}-R1）请查收，凭（略）在" in page and str(row.receipt_code) not in page
    )
    filed = office.file()
    restrict_to(office, filed.complaint_id, "wen.rusheng", ADMINISTRATOR)
    with pytest.raises(InvalidInput) as refused:
        preview_text(
            PreviewText(command.change, filed.number, ADDRESS),
            office.unit_of_work(),
            office.actor(ADMINISTRATOR),
        )
    assert dict(refused.value.errors) == {"case_number": "NOTHING_TO_TELL"}


@pytest.mark.parametrize(
    ("block", "text", "fault"),
    [
        ("notice_text", "{文书}已到，回执码{回执码}，请到{回复页}办理。", "UNKNOWN_PLACE"),
        ("sheet_text", "{文书}见附件，请到{回复页}办理。", "LACKS_PLACE"),
        ("over_text", "{文书}已过期，{凭码}请到{回复页}办理。", "LACKS_PLACE"),
        ("near_subject", "{文书}\n期限将到", "ONE_LINE"),
    ],
)
def test_a_text_that_tells_the_code_or_leaves_out_what_a_unit_needs_is_refused(
    case: SideCase, block: str, text: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        have_it_say(case, block, text)
    assert dict(refused.value.errors) == {"text": fault}
