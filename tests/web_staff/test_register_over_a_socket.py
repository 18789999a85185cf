"""A clerk registers what another channel brought (UX-26): lists instead of free text, all faults at once, no second file."""

from __future__ import annotations

import re
import uuid

from models.case.complaint import Complaint
from models.case.told_respondent import ToldRespondent
from models.ground.look_codes import LookKind
from models.ledger.look_record import LookRecord
from models.ledger.trail_event import TrailEvent
from tests.served_office import ServedOffice
from tests.web.letter_words import letter_words
from tests.web.pages import text_of

CLERK = "wen.rusheng"
SAID = {
    "channel": "phone",
    "received_at": "2026-09-07T09:30",
    "content": "窗口让我第三次补同一张复印件。",
    "wanted": "说明还缺什么",
    "name": "简二趟",
    "phone": "199-0000-4471",
}


def test_units_windows_items_ways_and_openers_are_chosen(served_office: ServedOffice) -> None:
    """UX-26: openers by name and not by login; what stands in no list is written beside it, and both are kept."""
    clerk = served_office.visitor(CLERK)
    page = clerk.get("/register").text
    for name in ("respondent_unit_chosen", "respondent_window_chosen", "service_item_chosen", "feedback_way"):
        assert f'<select id="{name}"' in page
    openers = page.partition('<select id="opened_by_first"')[2].partition("</select>")[0]
    assert re.search(r'<option value="wen.rusheng">[^<]*温如声', openers)
    chosen = {
        "respondent_unit_chosen": "云河市人力资源和社会保障局（驻厅）",
        "respondent_window_chosen": "C03",
        "service_item": "补复印件",
    }
    sent = {**SAID, **chosen, "phone": "199-0000-4472", "submission_id": clerk.submission_id}
    assert clerk.post("/register", sent).status_code == 200
    (case,) = served_office.office.rows(Complaint, submission_id=sent["submission_id"])
    (told,) = served_office.office.rows(ToldRespondent, complaint_id=case.id)
    assert (told.unit, told.window, told.item) == (chosen["respondent_unit_chosen"], "C03", "补复印件")


def test_all_faults_are_told_in_one_round(served_office: ServedOffice) -> None:
    """UX-26: the channel, the text and the number that nobody can call; everything typed is still there."""
    clerk = served_office.visitor(CLERK)
    clerk.get("/register")
    faulty = {
        **SAID,
        "channel": "",
        "content": " ",
        "phone": "010-8888",
        "submission_id": clerk.submission_id,
    }
    page = clerk.post("/register", faulty)
    assert page.status_code == 422
    for name in ("channel", "content", "phone"):
        assert f'<a href="#{name}">' in page.text, name
    assert 'value="010-8888"' in page.text
    letter = {**SAID, "channel": "letter", "content": " ", "submission_id": clerk.submission_id}
    page = clerk.post("/register", letter)
    for name in ("content", "opened_by_first", "opened_by_second"):
        assert f'<a href="#{name}">' in page.text, name


def test_the_clerk_is_told_once_that_this_person_filed_lately(served_office: ServedOffice) -> None:
    """UX-26: by telephone in any spelling; a wish for secrecy is kept, and that it was compared is on record.

    I2: as a look at the identity of each case that he is told of, so that a breach counts it.
    """
    clerk = served_office.visitor(CLERK)
    ids = []
    for phone, secret in (("199-0000-4473", ""), ("199-0000-4474", "true")):
        clerk.get("/register")
        ids.append(uuid.uuid4().hex)
        first = {**SAID, "phone": phone, "keep_identity_secret": secret, "submission_id": ids[-1]}
        assert clerk.post("/register", first).status_code == 200
    (known,) = served_office.office.rows(Complaint, submission_id=ids[0])
    clerk.get("/register")
    again = {**SAID, "phone": "199 0000 4473", "submission_id": clerk.submission_id, "look_before": "true"}
    page = clerk.post("/register", again)
    assert "此人近期已提交过投诉" in text_of(page)  # type: ignore[arg-type]  # both have a text
    assert known.number in page.text
    assert 'name="look_before"' not in page.text, "it is asked once"
    assert served_office.office.rows(Complaint, submission_id=again["submission_id"]) == []
    assert served_office.office.rows(TrailEvent, complaint_id=known.id, kind="registration.compared")
    looks = served_office.office.rows(LookRecord, thing=known.id, kind=LookKind.IDENTITY)
    assert {(row.viewer, row.complaint_id, row.purpose) for row in looks} == {(CLERK, known.id, "comparing")}
    again.pop("look_before")
    assert clerk.post("/register", again).status_code == 200
    clerk.get("/register")
    hidden = {**SAID, "phone": "19900004474", "submission_id": clerk.submission_id, "look_before": "true"}
    assert clerk.post("/register", hidden).status_code == 200, "who asked for secrecy is not told of"
    (secret_one,) = served_office.office.rows(Complaint, submission_id=ids[1])
    assert served_office.office.rows(LookRecord, thing=secret_one.id, kind=LookKind.IDENTITY) == []


def test_the_clerk_hands_the_receipt_over_on_paper(served_office: ServedOffice) -> None:
    """Whoever stands at the desk goes with number, code, dates and what was written down; who printed it is on record."""
    clerk = served_office.visitor(CLERK)
    clerk.get("/register")
    page = clerk.post("/register", {**SAID, "phone": "199-0000-4475", "submission_id": clerk.submission_id})
    form = page.text.partition('action="/progress/receipt"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(number|query_code|ticket)" value="([^"]+)"', form))
    paper = clerk.post("/progress/receipt", fields)
    words = letter_words(paper)
    assert [
        part for part in (fields["number"], fields["query_code"], SAID["content"]) if part not in words
    ] == []
    (case,) = served_office.office.rows(Complaint, number=fields["number"])
    (event,) = served_office.office.rows(TrailEvent, complaint_id=case.id, kind="letter.printed")
    assert event.actor == CLERK
