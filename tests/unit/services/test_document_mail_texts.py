"""The mail that a document goes with says an owner's text, keeps on record which, and tells no document in its subject."""

from __future__ import annotations

import pytest

from models.case.complaint import Complaint
from models.ground.errors import InvalidInput
from services.letters.letter_texts import ChangeLetterText, change_letter_text
from services.letters.preview_text import PreviewText, preview_text
from services.views.notices import NoticeGroup, SearchNotices, list_notices
from tests.full_office import FullOffice
from tests.unit.services.notices_outside import MAIL, Outside
from tests.unit.services.test_answer_sending import CLERK, give, ready
from tests.unit.services.test_letter_texts import ADDRESS, ADMINISTRATOR
from tests.unit.services.test_mailed_documents import documents, freeze
from tests.web.letter_words import words_of
from tests.web_staff.cases import restrict_to

OWN = "{文书}（投诉{投诉编号}）随信附上，查询：{网址}"


def have_it_say(office: FullOffice, block: str, text: str, replaces: str = "") -> None:
    change = ChangeLetterText("document_mail", block, text, "本市用语", replaces)
    change_letter_text(change, office.unit_of_work(), office.actor(ADMINISTRATOR))


def test_a_document_goes_with_the_owner_s_words_and_keeps_on_record_which(outside: Outside) -> None:
    office = outside.office
    have_it_say(office, "document_text", OWN)
    case = ready(office, email=MAIL)
    give(office, case, ways=["email"])
    freeze(office, case)
    outside.send()
    told = [text for _, subject, text in outside.mail.read() if subject.endswith("的文书")]
    assert (
        len(told) == 1 and "答复书（云政服答〔2026〕1号）（投诉" in told[0] and "请勿直接回复" not in told[0]
    )
    assert documents(office)[0].text_versions == [1]
    have_it_say(office, "document_text", "{投诉编号}的{文书}见附件，网址{网址}", "1")
    lines = list_notices(SearchNotices(NoticeGroup.ALL), office.unit_of_work(), office.actor("jian.rujing"))
    assert any("随信附上" in line.text for line in lines.rows), "what it said when it left"


def test_it_is_tried_with_a_case_that_has_a_document_of_the_complainant_s(outside: Outside) -> None:
    office = outside.office
    case = ready(office, email=MAIL)
    give(office, case, ways=["query_code"])
    (number,) = [row.number for row in office.rows(Complaint)]
    restrict_to(office, case, CLERK, ADMINISTRATOR)
    asked = PreviewText(ChangeLetterText("document_mail", "document_text", OWN, ""), number, ADDRESS)
    with pytest.raises(InvalidInput) as refused:
        preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR))
    assert dict(refused.value.errors) == {"case_number": "NOTHING_TO_TELL"}
    freeze(office, case)
    page = words_of(preview_text(asked, office.unit_of_work(), office.actor(ADMINISTRATOR)))
    assert f"答复书（云政服答〔2026〕1号）（投诉{number}）随信附上" in page


@pytest.mark.parametrize(
    ("block", "text", "fault"),
    [
        ("document_subject", "投诉{投诉编号}的{文书}", "UNKNOWN_PLACE"),
        ("document_subject", "投诉{投诉编号}\n的文书", "ONE_LINE"),
        ("document_text", "{文书}见附件。{网址}", "LACKS_PLACE"),
    ],
)
def test_a_subject_names_no_document_and_a_mail_leaves_out_nothing_that_is_needed(
    outside: Outside, block: str, text: str, fault: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        have_it_say(outside.office, block, text)
    assert dict(refused.value.errors) == {"text": fault}
